package io.siembridge.app.spool;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One destination's counts, or a change of them. What retention removed stays in {@code delivered} and {@code discarded}, and is
 * counted again as removed, so that the counts can be proved against the rows.
 */
record Tally(
        long owed,
        long delivered,
        long waiting,
        long dead,
        long discarded,
        long deliveredRemoved,
        long discardedRemoved) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0);

    static Tally read(ResultSet row) throws SQLException {
        return new Tally(
                row.getLong("owed"),
                row.getLong("delivered"),
                row.getLong("waiting"),
                row.getLong("dead"),
                row.getLong("discarded"),
                row.getLong("delivered_removed"),
                row.getLong("discarded_removed"));
    }

    long in(DeliveryState state) {
        return switch (state) {
            case WAITING -> waiting;
            case DELIVERED -> delivered;
            case DEAD -> dead;
            case DISCARDED -> discarded;
        };
    }

    /** How many rows there must be in a state. */
    long rows(DeliveryState state) {
        return switch (state) {
            case WAITING, DEAD -> in(state);
            case DELIVERED -> delivered - deliveredRemoved;
            case DISCARDED -> discarded - discardedRemoved;
        };
    }

    Tally plus(Tally other) {
        return new Tally(
                owed + other.owed,
                delivered + other.delivered,
                waiting + other.waiting,
                dead + other.dead,
                discarded + other.discarded,
                deliveredRemoved + other.deliveredRemoved,
                discardedRemoved + other.discardedRemoved);
    }

    Tally accepted(long count) {
        return plus(new Tally(count, 0, count, 0, 0, 0, 0));
    }

    Tally moved(DeliveryState from, DeliveryState to, long count) {
        return plus(only(from, -count)).plus(only(to, count));
    }

    /** Rows that retention removed; only settled ones ever are. */
    Tally removed(DeliveryState state, long count) {
        return plus(
                state == DeliveryState.DELIVERED
                        ? new Tally(0, 0, 0, 0, 0, count, 0)
                        : new Tally(0, 0, 0, 0, 0, 0, count));
    }

    private static Tally only(DeliveryState state, long count) {
        return switch (state) {
            case WAITING -> new Tally(0, 0, count, 0, 0, 0, 0);
            case DELIVERED -> new Tally(0, count, 0, 0, 0, 0, 0);
            case DEAD -> new Tally(0, 0, 0, count, 0, 0, 0);
            case DISCARDED -> new Tally(0, 0, 0, 0, count, 0, 0);
        };
    }
}
