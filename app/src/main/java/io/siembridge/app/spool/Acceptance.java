package io.siembridge.app.spool;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What came of offering a webhook to the spool.
 *
 * @param webhook receipt id: its own when accepted, the first one's when a duplicate, empty when refused
 * @param signs what was odd about it although it was accepted
 * @param refusal why it was refused
 */
public record Acceptance(Kind kind, String webhook, Set<Sign> signs, Optional<Refusal> refusal) {
    public Acceptance {
        signs = Set.copyOf(signs);
    }

    /** Kinds of acceptance. */
    public enum Kind {
        /** Stored and synced. */
        ACCEPTED,
        /** Already there: the same delivery id and bytes, or the same bytes within the window. */
        DUPLICATE,
        /** Not stored; the sender is to come again. */
        REFUSED
    }

    /** What an operator should hear about. */
    public enum Sign {
        /** A delivery id that was seen with other bytes. */
        ID_REUSED,
        /** Bytes that were seen under another delivery id: a vendor's re-send, or a replayed capture. */
        BYTES_REPEATED
    }

    /** Why the spool takes nothing now, and when to come again. */
    public record Refusal(Reason reason, Duration retryAfter) {}

    /** Reasons for a refusal. */
    public enum Reason {
        QUEUE_FULL,
        /** The store's files are not those that were opened. */
        FILES_MOVED,
        DISK_RESERVE,
        SIZE_LIMIT,
        WRITE_FAILED,
        CLOSING
    }

    public static Acceptance accepted(String webhook, Set<Sign> signs) {
        return new Acceptance(Kind.ACCEPTED, webhook, signs, Optional.empty());
    }

    public static Acceptance duplicate(String firstWebhook) {
        return new Acceptance(Kind.DUPLICATE, firstWebhook, Set.of(), Optional.empty());
    }

    public static Acceptance refused(Reason reason, Duration retryAfter) {
        return new Acceptance(Kind.REFUSED, "", Set.of(), Optional.of(new Refusal(reason, retryAfter)));
    }
}
