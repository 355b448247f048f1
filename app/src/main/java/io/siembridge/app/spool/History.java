package io.siembridge.app.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads the ledger and the audit trail. */
final class History {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final Names names;

    private record Numbered(long id, AuditEntry entry) {}

    History(Names names) {
        this.names = names;
    }

    /** The hours that begin within the times, and the one that {@code from} lies in. */
    List<LedgerEntry> ledger(Handle handle, Instant from, Instant to) {
        return handle.createQuery("""
                        SELECT hour, source, destination, measure, count FROM ledger WHERE hour >= ? AND hour < ?
                        ORDER BY hour, source, destination, measure""")
                .bind(0, Math.floorDiv(from.toEpochMilli(), HOUR_MILLIS) * HOUR_MILLIS)
                .bind(1, to.toEpochMilli())
                .map((row, context) -> new LedgerEntry(
                        Instant.ofEpochMilli(row.getLong(1)),
                        names.name(row.getInt(2)),
                        row.getInt(3) == Transaction.NO_DESTINATION
                                ? Optional.empty()
                                : Optional.of(names.name(row.getInt(3))),
                        row.getString(4),
                        row.getLong(5)))
                .list();
    }

    static Page<AuditEntry> audit(Handle handle, Optional<String> cursor, int limit) {
        Conditions conditions = new Conditions().and("id < ?", cursor.map(Cursors::number));
        int size = Cursors.size(limit);
        List<Numbered> found = conditions
                .bind(handle.createQuery(
                        "SELECT * FROM audit WHERE " + conditions + " ORDER BY id DESC LIMIT " + (size + 1)))
                .map((row, context) -> new Numbered(
                        row.getLong("id"),
                        new AuditEntry(
                                Instant.ofEpochMilli(row.getLong("at")),
                                row.getString("who"),
                                row.getString("action"),
                                row.getString("detail"))))
                .list();
        Page<Numbered> page = Cursors.page(found, size, numbered -> Long.toString(numbered.id()));
        return new Page<>(page.items().stream().map(Numbered::entry).toList(), page.next());
    }

    static int write(Transaction transaction, AuditEntry entry) {
        return transaction
                .handle()
                .createUpdate("INSERT INTO audit (at, who, action, detail) VALUES (?, ?, ?, ?)")
                .bind(0, entry.at().toEpochMilli())
                .bind(1, entry.who())
                .bind(2, entry.action())
                .bind(3, entry.detail())
                .execute();
    }
}
