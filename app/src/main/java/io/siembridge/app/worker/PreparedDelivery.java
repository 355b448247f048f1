package io.siembridge.app.worker;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.spool.DeliveryId;
import io.siembridge.app.spool.Settlement.DeadPart;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A claimed delivery with the uids of the events that are still to be sent, and what came of each. It holds neither bodies
 * nor events: tens of thousands of deliveries may wait for a late confirmation.
 */
final class PreparedDelivery {
    private final DeliveryId id;
    private final int attempts;
    private final Instant due;
    private final Set<String> acceptedBefore;
    private final List<String> uids;
    private final List<DeadPart> unreadable;
    private final Outcome[] outcomes;

    PreparedDelivery(ClaimedDelivery claimed, List<OcsfEvent> events, List<DeadPart> unreadable) {
        this.id = claimed.id();
        this.attempts = claimed.attempts();
        this.due = claimed.due();
        this.acceptedBefore = claimed.acceptedEvents();
        this.uids = events.stream().map(OcsfEvent::uid).toList();
        this.unreadable = List.copyOf(unreadable);
        this.outcomes = new Outcome[uids.size()];
    }

    DeliveryId id() {
        return id;
    }

    /** How many attempts failed before this one. */
    int attempts() {
        return attempts;
    }

    /** When it became due first. */
    Instant due() {
        return due;
    }

    int eventCount() {
        return uids.size();
    }

    void settle(int index, Outcome outcome) {
        outcomes[index] = outcome;
    }

    /** Uids of everything the destination has, earlier attempts included. */
    Set<String> acceptedUids() {
        Set<String> accepted = new HashSet<>(acceptedBefore);
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i].kind() == Outcome.Kind.ACCEPTED) {
                accepted.add(uids.get(i));
            }
        }
        return accepted;
    }

    long count(Outcome.Kind kind) {
        long count = 0;
        for (Outcome outcome : outcomes) {
            count += outcome.kind() == kind ? 1 : 0;
        }
        return count;
    }

    Optional<Outcome> first(Outcome.Kind kind) {
        for (Outcome outcome : outcomes) {
            if (outcome.kind() == kind) {
                return Optional.of(outcome);
            }
        }
        return Optional.empty();
    }

    /** What is given up when nothing is left to try: refused events and unreadable parts. */
    List<DeadPart> dead() {
        List<DeadPart> dead = new ArrayList<>(unreadable);
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i].kind() == Outcome.Kind.REJECTED) {
                dead.add(part(uids.get(i), outcomes[i].reason(), outcomes[i].excerpt()));
            }
        }
        return dead;
    }

    /** The same when the delivery is given up as a whole: everything that was not accepted. */
    List<DeadPart> deadWith(String reason) {
        List<DeadPart> dead = new ArrayList<>(unreadable);
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i].kind() != Outcome.Kind.ACCEPTED) {
                dead.add(part(uids.get(i), reason + "; last: " + outcomes[i].reason(), outcomes[i].excerpt()));
            }
        }
        return dead;
    }

    private static DeadPart part(String uid, String reason, Optional<String> excerpt) {
        return new DeadPart(Optional.of(uid), "", reason, excerpt);
    }
}
