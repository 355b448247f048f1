package io.siembridge.app.spool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Lists dead letters, and does with them what an operator decides. A delivery is dead as long as one of its dead letters is open. */
final class DeadLetters {
    private static final String SELECT =
            "SELECT l.*, w.receipt, w.source FROM dead_letter l JOIN webhook w ON w.seq = l.seq WHERE ";

    private final Names names;

    /** A delivery that has open dead letters. */
    private record Dead(long seq, int destination, int source) {}

    DeadLetters(Names names) {
        this.names = names;
    }

    Page<DeadLetter> list(Handle handle, DeadLetterFilter filter, Optional<String> cursor, int limit) {
        Conditions conditions = new Conditions()
                .and("l.fate = ?", List.of(Rows.code(filter.fate().orElse(DeadLetter.Fate.OPEN))))
                .and("w.source = ?", filter.source().map(names::numberOrNone))
                .and("l.destination = ?", filter.destination().map(names::numberOrNone))
                .and("w.receipt = ?", filter.webhook())
                .and("l.buried >= ?", filter.since().map(Instant::toEpochMilli))
                .and("l.buried < ?", filter.until().map(Instant::toEpochMilli))
                .and("l.id < ?", cursor.map(Cursors::number));
        int size = Cursors.size(limit);
        List<DeadLetter> found = conditions
                .bind(handle.createQuery(SELECT + conditions + " ORDER BY l.id DESC LIMIT " + (size + 1)))
                .map((row, context) -> letter(row))
                .list();
        return Cursors.page(found, size, letter -> Long.toString(letter.id()));
    }

    Optional<DeadLetter> find(Handle handle, long id) {
        return handle.createQuery(SELECT + "l.id = ?")
                .bind(0, id)
                .map((row, context) -> letter(row))
                .findOne();
    }

    private DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getLong("id"),
                row.getString("receipt"),
                names.name(row.getInt("source")),
                names.name(row.getInt("destination")),
                Optional.ofNullable(row.getString("event_uid")),
                row.getString("path"),
                row.getString("reason"),
                Optional.ofNullable(row.getString("excerpt")),
                Instant.ofEpochMilli(row.getLong("buried")),
                Rows.fate(row.getInt("fate")));
    }

    /** Gives letters up for good. Returns how many were open. */
    int discard(Transaction transaction, List<Long> ids) {
        List<Dead> affected = dead(transaction.handle(), ids);
        int discarded = transaction
                .handle()
                .createUpdate(
                        "UPDATE dead_letter SET fate = 2 WHERE fate = 0 AND id IN (SELECT value FROM json_each(?))")
                .bind(0, StoredJson.numbers(ids))
                .execute();
        for (Dead delivery : affected) {
            int updated = transaction
                    .handle()
                    .createUpdate("""
                            UPDATE delivery SET state = 3, since = :now, accepted = NULL
                            WHERE seq = :seq AND destination = :to AND state = 2
                            AND NOT EXISTS (SELECT 1 FROM dead_letter WHERE seq = :seq AND destination = :to AND fate = 0)""")
                    .bind("now", transaction.now().toEpochMilli())
                    .bind("seq", delivery.seq())
                    .bind("to", delivery.destination())
                    .execute();
            if (updated == 1) {
                transaction.moved(
                        delivery.source(), delivery.destination(), DeliveryState.DEAD, DeliveryState.DISCARDED);
            }
        }
        return discarded;
    }

    /**
     * Makes the deliveries of letters due again; what the destination has already accepted is not sent again, nor is what was
     * discarded. Returns how many of the letters were open.
     */
    int retry(Transaction transaction, List<Long> ids) {
        Handle handle = transaction.handle();
        int open = handle.createQuery(
                        "SELECT count(*) FROM dead_letter WHERE fate = 0 AND id IN (SELECT value FROM json_each(?))")
                .bind(0, StoredJson.numbers(ids))
                .mapTo(Integer.class)
                .one();
        for (Dead delivery : dead(handle, ids)) {
            Optional<String> done = StoredJson.write(doneWith(handle, delivery));
            Revival.revive(transaction, delivery.source(), delivery.seq(), delivery.destination(), done);
        }
        return open;
    }

    private List<Dead> dead(Handle handle, List<Long> ids) {
        return handle.createQuery("""
                        SELECT DISTINCT l.seq, l.destination, w.source
                        FROM dead_letter l JOIN webhook w ON w.seq = l.seq
                        WHERE l.fate = 0 AND l.id IN (SELECT value FROM json_each(?))""")
                .bind(0, StoredJson.numbers(ids))
                .map((row, context) -> new Dead(row.getLong(1), row.getInt(2), row.getInt(3)))
                .list();
    }

    private static Set<String> doneWith(Handle handle, Dead delivery) {
        Set<String> done =
                new HashSet<>(handle.createQuery("SELECT accepted FROM delivery WHERE seq = ? AND destination = ?")
                        .bind(0, delivery.seq())
                        .bind(1, delivery.destination())
                        .map((row, context) -> StoredJson.uids(row.getString(1)))
                        .one());
        handle.createQuery("""
                        SELECT event_uid FROM dead_letter
                        WHERE seq = :seq AND destination = :to AND fate = 2 AND event_uid IS NOT NULL
                        EXCEPT SELECT event_uid FROM dead_letter WHERE seq = :seq AND destination = :to AND fate = 0""")
                .bind("seq", delivery.seq())
                .bind("to", delivery.destination())
                .mapTo(String.class)
                .forEach(done::add);
        return done;
    }
}
