package io.siembridge.app.worker;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.spool.Settlement.DeadPart;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A claimed delivery with the events that are still to be sent, and what came of each. */
final class PreparedDelivery {
    private final ClaimedDelivery claimed;
    private final List<OcsfEvent> events;
    private final List<DeadPart> unreadable;
    private final Outcome[] outcomes;

    PreparedDelivery(ClaimedDelivery claimed, List<OcsfEvent> events, List<DeadPart> unreadable) {
        this.claimed = claimed;
        this.events = List.copyOf(events);
        this.unreadable = List.copyOf(unreadable);
        this.outcomes = new Outcome[events.size()];
    }

    ClaimedDelivery claimed() {
        return claimed;
    }

    List<OcsfEvent> events() {
        return events;
    }

    void settle(int index, Outcome outcome) {
        outcomes[index] = outcome;
    }

    /** Uids of everything the destination has, earlier attempts included. */
    Set<String> acceptedUids() {
        Set<String> uids = new HashSet<>(claimed.acceptedEvents());
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i].kind() == Outcome.Kind.ACCEPTED) {
                uids.add(events.get(i).uid());
            }
        }
        return uids;
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
                dead.add(part(events.get(i), outcomes[i].reason(), outcomes[i].excerpt()));
            }
        }
        return dead;
    }

    /** The same when the delivery is given up as a whole: everything that was not accepted. */
    List<DeadPart> deadWith(String reason) {
        List<DeadPart> dead = new ArrayList<>(unreadable);
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i].kind() != Outcome.Kind.ACCEPTED) {
                dead.add(part(events.get(i), reason + "; last: " + outcomes[i].reason(), outcomes[i].excerpt()));
            }
        }
        return dead;
    }

    private static DeadPart part(OcsfEvent event, String reason, Optional<String> excerpt) {
        return new DeadPart(Optional.of(event.uid()), "", reason, excerpt);
    }
}
