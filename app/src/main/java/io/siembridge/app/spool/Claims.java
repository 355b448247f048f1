package io.siembridge.app.spool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Finds due deliveries and leases them. Claiming writes nothing, so it never waits for the writer nor keeps it waiting. */
final class Claims {
    /** Of those whose retry is due only the longest overdue are put in order; more are never in one batch. */
    private static final int RETRIES_ORDERED = 4096;

    private final Readers readers;
    private final Names names;
    private final Lanes lanes;
    private final SteadyClock steady;
    private final InstantSource clock;
    private final Rows rows;

    private record Candidate(long seq, String receipt, int source, long bytes, boolean retry) {}

    Claims(Readers readers, Names names, Lanes lanes, SteadyClock steady, InstantSource clock) {
        this.readers = readers;
        this.names = names;
        this.lanes = lanes;
        this.steady = steady;
        this.clock = clock;
        this.rows = new Rows(names);
    }

    List<ClaimedDelivery> claim(String destination, int maxDeliveries, long maxBytes, Duration lease) {
        Optional<Integer> number = names.number(destination);
        if (number.isEmpty() || maxDeliveries <= 0) {
            return List.of();
        }
        Lane lane = lanes.of(destination);
        // The reader is taken before the lane: the writer waits for lanes, and must not wait for readers through them.
        return readers.read(handle -> {
            List<Candidate> taken = take(handle, lane, number.get(), maxDeliveries, maxBytes, lease);
            return load(handle, lane, destination, number.get(), taken);
        });
    }

    private List<Candidate> take(
            Handle handle, Lane lane, int destination, int maxDeliveries, long maxBytes, Duration lease) {
        synchronized (lane) {
            lane.lapse();
            List<Candidate> taken = new ArrayList<>();
            long bytes = 0;
            for (Candidate candidate : candidates(handle, lane, destination, maxDeliveries)) {
                bytes += candidate.bytes();
                if (!taken.isEmpty() && bytes > maxBytes) {
                    break;
                }
                lane.lease(candidate.seq(), candidate.receipt(), candidate.source(), lease);
                if (!candidate.retry()) {
                    lane.advance(candidate.seq());
                }
                taken.add(candidate);
            }
            return taken;
        }
    }

    /** The oldest that are due, not yet leased. */
    private List<Candidate> candidates(Handle handle, Lane lane, int destination, int most) {
        List<Long> retries = retriesDue(handle, lane, destination);
        List<Long> ready = ready(handle, lane, destination, most);
        List<Long> oldest = Stream.concat(retries.stream(), ready.stream())
                .sorted()
                .limit(most)
                .toList();
        if (oldest.isEmpty()) {
            return List.of();
        }
        return handle.createQuery("""
                        SELECT w.seq, w.receipt, w.source, w.bytes FROM json_each(?) j CROSS JOIN webhook w ON w.seq = j.value
                        ORDER BY w.seq""")
                .bind(0, StoredJson.numbers(oldest))
                .map((row, context) -> new Candidate(
                        row.getLong(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getLong(4),
                        Collections.binarySearch(ready, row.getLong(1)) < 0))
                .list();
    }

    private List<Long> ready(Handle handle, Lane lane, int destination, int most) {
        List<Long> found = new ArrayList<>();
        long after = lane.cursor();
        while (found.size() < most) {
            List<Long> page = handle.createQuery("""
                            SELECT seq FROM delivery WHERE state = 0 AND destination = ? AND due = 0 AND seq > ?
                            ORDER BY seq LIMIT ?""")
                    .bind(0, destination)
                    .bind(1, after)
                    .bind(2, most)
                    .mapTo(Long.class)
                    .list();
            page.stream().filter(seq -> !lane.isLeased(seq)).forEach(found::add);
            if (page.size() < most) {
                break;
            }
            after = page.get(page.size() - 1);
        }
        return found;
    }

    private List<Long> retriesDue(Handle handle, Lane lane, int destination) {
        return handle
                .createQuery("""
                        SELECT seq FROM delivery WHERE state = 0 AND destination = ? AND due > 0 AND due <= ?
                        ORDER BY due, seq LIMIT ?""")
                .bind(0, destination)
                .bind(1, steady.millis())
                .bind(2, RETRIES_ORDERED + lane.leased())
                .mapTo(Long.class)
                .list()
                .stream()
                .filter(seq -> !lane.isLeased(seq))
                .toList();
    }

    /** Bodies are read when the lane is free again; nobody else takes what is leased. */
    private List<ClaimedDelivery> load(
            Handle handle, Lane lane, String destination, int number, List<Candidate> taken) {
        if (taken.isEmpty()) {
            return List.of();
        }
        List<Long> seqs = taken.stream().map(Candidate::seq).toList();
        try {
            // Put in order here; SQLite would copy the bodies to sort them.
            Map<Long, ClaimedDelivery> bySeq = new TreeMap<>();
            handle.createQuery("""
                            SELECT w.*, b.bytes AS body, d.attempts, d.since, d.accepted
                            FROM json_each(?) j CROSS JOIN delivery d ON d.seq = j.value AND d.destination = ? AND d.state = 0
                            CROSS JOIN webhook w ON w.seq = j.value CROSS JOIN body b ON b.seq = j.value""")
                    .bind(0, StoredJson.numbers(seqs))
                    .bind(1, number)
                    .map((row, context) -> Map.entry(row.getLong("seq"), delivery(row, destination)))
                    .forEach(entry -> bySeq.put(entry.getKey(), entry.getValue()));
            List<ClaimedDelivery> claimed = List.copyOf(bySeq.values());
            giveBackSettled(lane, taken, claimed);
            return claimed;
        } catch (RuntimeException e) {
            taken.forEach(candidate -> giveBack(lane, candidate));
            throw e;
        }
    }

    /** Somebody whose lease had lapsed may settle after all, between finding and reading. */
    private static void giveBackSettled(Lane lane, List<Candidate> taken, List<ClaimedDelivery> claimed) {
        if (claimed.size() < taken.size()) {
            List<String> receipts =
                    claimed.stream().map(delivery -> delivery.id().webhook()).toList();
            taken.stream()
                    .filter(candidate -> !receipts.contains(candidate.receipt()))
                    .forEach(candidate -> giveBack(lane, candidate));
        }
    }

    private static void giveBack(Lane lane, Candidate candidate) {
        lane.settled(candidate.seq());
        lane.rewind(candidate.seq());
    }

    private ClaimedDelivery delivery(ResultSet row, String destination) throws SQLException {
        StoredWebhook webhook = rows.webhook(row);
        return new ClaimedDelivery(
                new DeliveryId(webhook.webhook(), destination),
                webhook,
                row.getInt("attempts"),
                StoredJson.uids(row.getString("accepted")),
                Instant.ofEpochMilli(row.getLong("since")));
    }

    /** When the oldest webhook that still waits was received. */
    Optional<Instant> oldestWaiting(int destination) {
        return readers.read(handle -> handle.createQuery("""
                        SELECT received FROM webhook WHERE seq = min(
                        coalesce((SELECT min(seq) FROM delivery WHERE state = 0 AND destination = :to AND due = 0), :none),
                        coalesce((SELECT min(seq) FROM delivery WHERE state = 0 AND destination = :to AND due > 0), :none))""")
                .bind("to", destination)
                .bind("none", Long.MAX_VALUE)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
    }

    /** When a claim will find something again, at the earliest now. */
    Optional<Instant> nextDue(String destination) {
        Optional<Integer> number = names.number(destination);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Lane lane = lanes.of(destination);
        Instant now = clock.instant();
        return readers.read(handle -> {
            synchronized (lane) {
                return nextDue(handle, lane, number.get(), now).map(due -> due.isBefore(now) ? now : due);
            }
        });
    }

    private Optional<Instant> nextDue(Handle handle, Lane lane, int destination, Instant now) {
        lane.lapse();
        if (!ready(handle, lane, destination, 1).isEmpty()) {
            return Optional.of(now);
        }
        Optional<Instant> retry = handle
                .createQuery("""
                        SELECT seq, due FROM delivery WHERE state = 0 AND destination = ? AND due > 0
                        ORDER BY due, seq LIMIT ?""")
                .bind(0, destination)
                .bind(1, lane.leased() + 1)
                .map((row, context) -> Map.entry(row.getLong(1), row.getLong(2)))
                .list()
                .stream()
                .filter(entry -> !lane.isLeased(entry.getKey()))
                .findFirst()
                .map(entry -> Instant.ofEpochMilli(steady.toWall(entry.getValue())));
        Optional<Instant> lapse =
                lane.nextLapseNanos().stream().mapToObj(now::plusNanos).findFirst();
        return Stream.of(retry, lapse).flatMap(Optional::stream).min(Instant::compareTo);
    }
}
