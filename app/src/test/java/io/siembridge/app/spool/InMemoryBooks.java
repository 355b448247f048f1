package io.siembridge.app.spool;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The ledger and the audit trail of a spool in memory. Not for several threads at a time. */
final class InMemoryBooks {
    private final InstantSource clock;
    private final Map<LedgerEntry, Long> ledger = new LinkedHashMap<>();
    private final List<AuditEntry> audit = new ArrayList<>();

    InMemoryBooks(InstantSource clock) {
        this.clock = clock;
    }

    void count(String source, String destination, String measure, long count) {
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
        Optional<String> to = destination.isEmpty() ? Optional.empty() : Optional.of(destination);
        ledger.merge(new LedgerEntry(hour, source, to, measure, 0), count, Long::sum);
    }

    List<LedgerEntry> entries(Instant from, Instant to) {
        return ledger.entrySet().stream()
                .filter(entry -> !entry.getKey().hour().isBefore(from.truncatedTo(ChronoUnit.HOURS))
                        && entry.getKey().hour().isBefore(to))
                .map(entry -> new LedgerEntry(
                        entry.getKey().hour(),
                        entry.getKey().source(),
                        entry.getKey().destination(),
                        entry.getKey().measure(),
                        entry.getValue()))
                .toList();
    }

    void audit(AuditEntry entry) {
        audit.add(entry);
    }

    Page<AuditEntry> auditTrail(Optional<String> cursor, int limit) {
        long below = cursor.map(Cursors::number).orElse(Long.MAX_VALUE);
        List<Long> ids = Stream.iterate((long) audit.size(), id -> id > 0, id -> id - 1)
                .filter(id -> id < below)
                .toList();
        Page<Long> page = Cursors.page(ids, Cursors.size(limit), id -> Long.toString(id));
        return new Page<>(
                page.items().stream().map(id -> audit.get((int) (id - 1))).toList(), page.next());
    }
}
