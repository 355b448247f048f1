package io.siembridge.app.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of one attempt at a delivery.
 *
 * @param acceptedEvents uids of all events accepted so far, this attempt included; needed only while some are not
 * @param dead what is given up; only for {@link Kind#DEAD}
 * @param nextDue when to try again; only for {@link Kind#RETRY}
 * @param attempt what was tried; empty when nothing was, as when a destination is paused
 */
public record Settlement(
        DeliveryId delivery,
        Kind kind,
        Set<String> acceptedEvents,
        List<DeadPart> dead,
        Optional<Instant> nextDue,
        Optional<Attempt> attempt) {
    public Settlement {
        acceptedEvents = Set.copyOf(acceptedEvents);
        dead = List.copyOf(dead);
    }

    /** Kinds of settlement. */
    public enum Kind {
        /** Every event was accepted, or none was to be sent. */
        DELIVERED,
        /** Due again later. */
        RETRY,
        /** At least one part is given up, and nothing is left to try. */
        DEAD,
        /** Due again at once, as if it had not been claimed: the destination is paused or the program stops. */
        RELEASED
    }

    /**
     * A part of a webhook that is given up.
     *
     * @param eventUid the event, or empty when it is the webhook or a line of it that could not be read
     * @param path the unreadable part's place in the body; empty for the whole body or when it is an event
     */
    public record DeadPart(Optional<String> eventUid, String path, String reason, Optional<String> excerpt) {}

    /**
     * One try.
     *
     * @param events how many events were sent
     * @param outcome one word: accepted, retry, paused, rejected
     * @param detail one sentence for an operator
     */
    public record Attempt(
            Instant started, Duration took, int events, String outcome, String detail, Optional<String> excerpt) {}

    public static Settlement delivered(DeliveryId delivery, Attempt attempt) {
        return new Settlement(delivery, Kind.DELIVERED, Set.of(), List.of(), Optional.empty(), Optional.of(attempt));
    }

    public static Settlement retry(DeliveryId delivery, Set<String> acceptedEvents, Instant nextDue, Attempt attempt) {
        return new Settlement(
                delivery, Kind.RETRY, acceptedEvents, List.of(), Optional.of(nextDue), Optional.of(attempt));
    }

    public static Settlement dead(
            DeliveryId delivery, Set<String> acceptedEvents, List<DeadPart> dead, Attempt attempt) {
        return new Settlement(delivery, Kind.DEAD, acceptedEvents, dead, Optional.empty(), Optional.of(attempt));
    }

    public static Settlement released(DeliveryId delivery) {
        return new Settlement(delivery, Kind.RELEASED, Set.of(), List.of(), Optional.empty(), Optional.empty());
    }
}
