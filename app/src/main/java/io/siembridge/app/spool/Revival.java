package io.siembridge.app.spool;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Brings a settled delivery back to waiting. */
final class Revival {
    private Revival() {}

    /**
     * Makes a delivery that is not waiting due again as if it were new.
     *
     * @param accepted event uids not to be sent again, as JSON
     */
    static void revive(Transaction transaction, int source, long seq, int destination, Optional<String> accepted) {
        Handle handle = transaction.handle();
        DeliveryState from =
                Rows.state(handle.createQuery("SELECT state FROM delivery WHERE seq = ? AND destination = ?")
                        .bind(0, seq)
                        .bind(1, destination)
                        .mapTo(Integer.class)
                        .one());
        if (from == DeliveryState.DELIVERED) {
            keepSuccess(handle, seq, destination);
        }
        handle.createUpdate("""
                        UPDATE delivery SET state = 0, due = 0, since = ?, attempts = 0, took = NULL, events = NULL, accepted = ?
                        WHERE seq = ? AND destination = ?""")
                .bind(0, transaction.now().toEpochMilli())
                .bind(1, accepted)
                .bind(2, seq)
                .bind(3, destination)
                .execute();
        handle.createUpdate("UPDATE dead_letter SET fate = 1 WHERE seq = ? AND destination = ? AND fate = 0")
                .bind(0, seq)
                .bind(1, destination)
                .execute();
        if (from == DeliveryState.WAITING) {
            transaction.count(source, destination, Measure.REPLAYED, 1);
        } else {
            transaction.moved(source, destination, from, DeliveryState.WAITING);
        }
        transaction.becameDue(destination, seq);
    }

    /** The attempt that succeeded gets a row like the others, before its delivery forgets it. */
    private static void keepSuccess(Handle handle, long seq, int destination) {
        handle.createUpdate("""
                        INSERT INTO attempt (seq, destination, number, started, took, events, outcome, detail)
                        SELECT seq, destination,
                        1 + coalesce((SELECT max(number) FROM attempt a WHERE a.seq = d.seq AND a.destination = d.destination), 0),
                        since - took / 1000, took, events, 'accepted', 'accepted'
                        FROM delivery d WHERE seq = ? AND destination = ?""").bind(0, seq).bind(1, destination).execute();
    }

    /** Owes a webhook to a destination it was not routed to before. */
    static void owe(Transaction transaction, int source, long seq, int destination) {
        transaction
                .handle()
                .createUpdate(
                        "INSERT INTO delivery (seq, destination, state, due, since, attempts) VALUES (?, ?, 0, 0, ?, 0)")
                .bind(0, seq)
                .bind(1, destination)
                .bind(2, transaction.now().toEpochMilli())
                .execute();
        transaction.owed(destination, 1);
        transaction.count(source, destination, Measure.REPLAYED, 1);
        transaction.becameDue(destination, seq);
    }
}
