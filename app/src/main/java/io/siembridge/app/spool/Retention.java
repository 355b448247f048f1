package io.siembridge.app.spool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes webhooks whose deliveries were all settled long enough ago, and gives the room back, in steps so small that acceptances pass
 * between them. What is waiting or dead is never removed. When the spool comes close to its limits, delivered webhooks make room
 * before their time, oldest first: history is worth less than the webhook that would be refused.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration KEEP_LEDGER = Duration.ofDays(400);
    private static final int STEP_WEBHOOKS = 100;
    private static final long STEP_BYTES = 16L << 20;
    private static final int STEP_PAGES = 256;
    /** Webhooks that are looked at in vain before the rest waits for the next time. */
    private static final int MOST_IN_VAIN = 20_000;

    private static final long SHORT_LOG = 4L << 20;

    /** Why a webhook may go: nothing of it waits or is dead, and nothing was settled since. */
    private static final String SETTLED_BEFORE =
            " AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.seq = w.seq AND (d.state IN (0, 2) OR d.since >= :before))";

    private final Readers readers;
    private final Writer writer;
    private final Books books;
    private final DiskGauge gauge;
    private final Names names;
    private final SpoolConfig config;
    private final InstantSource clock;
    private Position position = Position.START;
    private Instant ledgerShortened = Instant.EPOCH;
    private boolean saidTight;

    private record Candidate(Position position, long bytes, boolean removable) {}

    private record Removed(long seq, int source, byte[] digest, Optional<String> deliveryId) {}

    Retention(Readers readers, Writer writer, Memory memory, DiskGauge gauge, SpoolConfig config, InstantSource clock) {
        this.readers = readers;
        this.writer = writer;
        this.books = memory.books();
        this.names = memory.names();
        this.gauge = gauge;
        this.config = config;
        this.clock = clock;
    }

    synchronized void tidy() {
        try {
            Instant now = clock.instant();
            long deadline = System.nanoTime() + LONGEST.toNanos();
            writeWhatIsCounted(now);
            shortenLedger(now);
            removeUntil(now.minus(config.keepDelivered()), deadline, false);
            if (gauge.isTight()) {
                makeRoom(now, deadline);
            }
            saidTight &= gauge.isTight();
            giveBack(deadline);
            shortenLog();
        } catch (CompletionException e) {
            LOG.warn("The spool could not be tidied; it is tried again", e.getCause());
        }
    }

    /** Also proves after a failed write that writing works again, when no webhook comes to prove it. */
    private void writeWhatIsCounted(Instant now) {
        if (books.hasUnwritten() || writer.fault().isPresent()) {
            run(
                    1,
                    transaction -> transaction
                            .handle()
                            .createUpdate(
                                    "INSERT INTO note (key, value) VALUES ('tidied at', ?) ON CONFLICT DO UPDATE SET value = excluded.value")
                            .bind(0, now.toEpochMilli())
                            .execute());
        }
    }

    private void shortenLedger(Instant now) {
        if (now.isAfter(ledgerShortened.plus(Duration.ofDays(1)))) {
            ledgerShortened = now;
            run(
                    1,
                    transaction -> transaction
                            .handle()
                            .createUpdate("DELETE FROM ledger WHERE hour < ?")
                            .bind(0, now.minus(KEEP_LEDGER).toEpochMilli())
                            .execute());
        }
    }

    private void makeRoom(Instant now, long deadline) {
        if (!saidTight) {
            LOG.warn(
                    "The spool is close to its limits; webhooks that were delivered are removed before spool.keep_delivered");
            saidTight = true;
        }
        // A little into the future, for times that were settled by another clock.
        removeUntil(now.plus(Duration.ofDays(1)), deadline, true);
    }

    private void removeUntil(Instant before, long deadline, boolean onlyWhileTight) {
        int inVain = 0;
        while (System.nanoTime() < deadline && inVain < MOST_IN_VAIN && !(onlyWhileTight && !gauge.isTight())) {
            List<Candidate> step = candidates(before.toEpochMilli());
            if (step.isEmpty()) {
                position = Position.START;
                return;
            }
            List<Long> removable = step.stream()
                    .filter(Candidate::removable)
                    .map(candidate -> candidate.position().seq())
                    .toList();
            if (removable.isEmpty()) {
                inVain += step.size();
            } else {
                run(removable.size() * 4, transaction -> remove(transaction, removable, before.toEpochMilli()));
            }
            if (onlyWhileTight) {
                giveBack(deadline);
            }
            position = step.get(step.size() - 1).position();
        }
    }

    /** The next webhooks received before a time. The newest of all stays, so that its number is never given again. */
    private List<Candidate> candidates(long before) {
        List<Candidate> found = readers.read(handle -> handle.createQuery("""
                        SELECT w.received, w.seq, w.bytes, TRUE""" + SETTLED_BEFORE + """
                         FROM (SELECT * FROM (SELECT received, seq, bytes FROM webhook
                        WHERE received = :received AND seq > :seq ORDER BY seq LIMIT :most)
                        UNION ALL
                        SELECT * FROM (SELECT received, seq, bytes FROM webhook
                        WHERE received > :received AND received < :before ORDER BY received, seq LIMIT :most)) w
                        WHERE w.received < :before AND w.seq < (SELECT max(seq) FROM webhook)
                        ORDER BY received, seq LIMIT :most""")
                .bind("before", before)
                .bind("received", position.received())
                .bind("seq", position.seq())
                .bind("most", STEP_WEBHOOKS)
                .map((row, context) ->
                        new Candidate(new Position(row.getLong(1), row.getLong(2)), row.getLong(3), row.getBoolean(4)))
                .list());
        List<Candidate> step = new ArrayList<>();
        long bytes = 0;
        for (Candidate candidate : found) {
            bytes += candidate.bytes();
            if (!step.isEmpty() && bytes > STEP_BYTES) {
                break;
            }
            step.add(candidate);
        }
        return step;
    }

    private int remove(Transaction transaction, List<Long> seqs, long before) {
        Handle handle = transaction.handle();
        // Asked again: meanwhile a replay may have made one due.
        List<Removed> removed = handle.createQuery("""
                        SELECT w.seq, w.source, w.digest, w.delivery_id FROM webhook w
                        WHERE w.seq IN (SELECT value FROM json_each(:seqs))""" + SETTLED_BEFORE)
                .bind("seqs", StoredJson.numbers(seqs))
                .bind("before", before)
                .map((row, context) -> new Removed(
                        row.getLong(1), row.getInt(2), row.getBytes(3), Optional.ofNullable(row.getString(4))))
                .list();
        removed.forEach(webhook -> forget(transaction, webhook));
        String gone = StoredJson.numbers(removed.stream().map(Removed::seq).toList());
        handle.createQuery("""
                        SELECT destination, state, count(*) FROM delivery
                        WHERE seq IN (SELECT value FROM json_each(?)) GROUP BY destination, state""")
                .bind(0, gone)
                .map((row, context) -> Map.entry(row.getInt(1), Map.entry(Rows.state(row.getInt(2)), row.getLong(3))))
                .list()
                .forEach(entry -> transaction.removed(
                        entry.getKey(),
                        entry.getValue().getKey(),
                        entry.getValue().getValue()));
        for (String table : List.of("attempt", "dead_letter", "delivery", "body", "webhook")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE seq IN (SELECT value FROM json_each(?))")
                    .bind(0, gone)
                    .execute();
        }
        return removed.size();
    }

    private void forget(Transaction transaction, Removed webhook) {
        DedupeKeys keys = DedupeKeys.of(names.name(webhook.source()), webhook.digest(), webhook.deliveryId());
        transaction.recentKeys().remove(keys, webhook.seq());
        transaction
                .handle()
                .createUpdate("DELETE FROM seen_bytes WHERE bytes_key = ? AND seq = ?")
                .bind(0, keys.bytes())
                .bind(1, webhook.seq())
                .execute();
        if (webhook.deliveryId().isPresent()) {
            transaction
                    .handle()
                    .createUpdate("DELETE FROM seen_id WHERE id_key = ? AND bytes_key = ? AND seq = ?")
                    .bind(0, keys.id())
                    .bind(1, keys.bytes())
                    .bind(2, webhook.seq())
                    .execute();
        }
    }

    /** All empty pages when it is quiet or room is short; otherwise an eighth of the file stays for the webhooks to come. */
    private void giveBack(long deadline) {
        while (System.nanoTime() < deadline) {
            boolean all = gauge.isTight() || writer.quiet().compareTo(QUIET) > 0;
            long kept = all ? 0 : gauge.bytes() / 8;
            if (gauge.emptyBytes() <= kept) {
                return;
            }
            if (run(STEP_PAGES, Retention::vacuum) == 0) {
                return;
            }
        }
    }

    private static int vacuum(Transaction transaction) throws SQLException {
        // executeUpdate runs the pragma to its end; execute would give back one page.
        try (Statement statement = transaction.handle().getConnection().createStatement()) {
            int before = emptyPages(statement);
            statement.executeUpdate("PRAGMA incremental_vacuum(" + STEP_PAGES + ")");
            return before - emptyPages(statement);
        }
    }

    private static int emptyPages(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("PRAGMA freelist_count")) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    private void shortenLog() {
        if (writer.quiet().compareTo(QUIET) > 0 && gauge.logBytes() > SHORT_LOG) {
            writer.truncateLog();
        }
    }

    private <T> T run(int rows, Command.Work<T> work) {
        return writer.submit(Command.of(rows, work)).join();
    }
}
