package io.siembridge.app.spool;

import java.util.Set;

/** States of a delivery and their only legal moves. A lease is not a state: it does not survive the process. */
public enum DeliveryState {
    WAITING,
    DELIVERED,
    DEAD,
    DISCARDED;

    /** The states this one may turn into. Replay and retry bring every final state back to waiting. */
    public Set<DeliveryState> next() {
        return switch (this) {
            case WAITING -> Set.of(DELIVERED, DEAD);
            case DELIVERED, DISCARDED -> Set.of(WAITING);
            case DEAD -> Set.of(WAITING, DISCARDED);
        };
    }
}
