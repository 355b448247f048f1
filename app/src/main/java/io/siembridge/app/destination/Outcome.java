package io.siembridge.app.destination;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one event at a destination.
 *
 * @param reason one sentence for an operator: what the peer said or what failed; never a secret, no payload
 * @param peersWait how long the peer asked us to wait
 * @param excerpt the beginning of the peer's answer, scrubbed
 */
public record Outcome(Kind kind, String reason, Optional<Duration> peersWait, Optional<String> excerpt) {
    /** Kinds of outcome. */
    public enum Kind {
        /** Delivered as far as the protocol can tell. */
        ACCEPTED,
        /** A passing fault: the same event again later. */
        RETRY,
        /** The fault is the destination's (token, index, TLS, address): everything stays, nothing is buried. */
        PAUSED,
        /** This event can never succeed here: a dead letter. */
        REJECTED
    }

    public static Outcome accepted() {
        return new Outcome(Kind.ACCEPTED, "accepted", Optional.empty(), Optional.empty());
    }

    public static Outcome retry(String reason) {
        return new Outcome(Kind.RETRY, reason, Optional.empty(), Optional.empty());
    }

    public static Outcome paused(String reason) {
        return new Outcome(Kind.PAUSED, reason, Optional.empty(), Optional.empty());
    }

    public static Outcome rejected(String reason) {
        return new Outcome(Kind.REJECTED, reason, Optional.empty(), Optional.empty());
    }

    public Outcome after(Duration wait) {
        return new Outcome(kind, reason, Optional.of(wait), excerpt);
    }

    public Outcome withExcerpt(String scrubbed) {
        return new Outcome(kind, reason, peersWait, scrubbed.isBlank() ? Optional.empty() : Optional.of(scrubbed));
    }
}
