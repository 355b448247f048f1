package io.siembridge.app.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Finds what a replay makes due again, some hundred webhooks at a time, so that a replay of millions is many short transactions between
 * which others have their turn. The preview goes the same way without writing.
 */
final class Replays {
    static final int WEBHOOKS_AT_ONCE = 200;

    private final Names names;

    /**
     * How far a replay has come.
     *
     * @param lastSeq the newest webhook when it began; later ones are not its concern
     * @param position the last webhook that was looked at
     */
    record Progress(ReplayRequest request, long lastSeq, Position position, int made) implements Steps.Progress {
        static Progress start(ReplayRequest request, long lastSeq) {
            return new Progress(request, lastSeq, Position.START, 0);
        }

        private Progress plus(int more) {
            return new Progress(request, lastSeq, position, made + more);
        }
    }

    private record Target(long seq, int source, long received) {}

    private record Found(int destination, DeliveryState state, boolean asNew) {}

    Replays(Names names) {
        this.names = names;
    }

    /** Does a part. Empty when there was nothing left. */
    Optional<Progress> next(Transaction transaction, Progress progress) {
        List<Target> targets = targets(transaction.handle(), progress);
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        Set<Integer> chosen = progress.request().destinations().stream()
                .map(transaction::number)
                .collect(Collectors.toCollection(TreeSet::new));
        int made = 0;
        Map<Long, List<Found>> found = deliveries(transaction.handle(), targets);
        for (Target target : matching(progress.request(), targets)) {
            List<Found> owed = found.getOrDefault(target.seq(), List.of());
            for (int destination : revived(progress.request(), chosen, owed)) {
                Revival.revive(transaction, target.source(), target.seq(), destination, Optional.empty());
                made++;
            }
            for (int destination : added(progress.request(), chosen, owed)) {
                Revival.owe(transaction, target.source(), target.seq(), destination);
                made++;
            }
        }
        return Optional.of(after(progress, targets).plus(made));
    }

    /** Counts by destination what a replay would make due. */
    Map<String, Long> preview(Readers readers, ReplayRequest request, long lastSeq) {
        Map<String, Long> counts = new TreeMap<>();
        Set<Integer> chosen =
                request.destinations().stream().map(names::numberOrNone).collect(Collectors.toSet());
        // A destination that has never had anything has no number yet; everything would be added for it.
        List<String> unknown = request.destinations().stream()
                .distinct()
                .filter(name -> names.number(name).isEmpty())
                .toList();
        Progress progress = Progress.start(request, lastSeq);
        List<Target> targets = targets(readers, progress);
        while (!targets.isEmpty()) {
            List<Target> page = targets;
            Map<Long, List<Found>> found = readers.read(handle -> deliveries(handle, page));
            for (Target target : matching(request, page)) {
                List<Found> owed = found.getOrDefault(target.seq(), List.of());
                revived(request, chosen, owed).forEach(number -> counts.merge(names.name(number), 1L, Long::sum));
                added(request, chosen, owed).stream()
                        .filter(number -> number > 0)
                        .forEach(number -> counts.merge(names.name(number), 1L, Long::sum));
                if (!request.deadLettersOnly()) {
                    unknown.forEach(name -> counts.merge(name, 1L, Long::sum));
                }
            }
            progress = after(progress, page);
            targets = targets(readers, progress);
        }
        return counts;
    }

    private List<Target> targets(Readers readers, Progress progress) {
        return readers.read(handle -> targets(handle, progress));
    }

    private static Progress after(Progress progress, List<Target> targets) {
        Target last = targets.get(targets.size() - 1);
        return new Progress(
                progress.request(), progress.lastSeq(), new Position(last.received(), last.seq()), progress.made());
    }

    /** The next webhooks in question. Source and times are looked at afterwards, so that a part is always bounded. */
    private List<Target> targets(Handle handle, Progress progress) {
        ReplayRequest request = progress.request();
        if (!request.webhooks().isEmpty()) {
            return byReceipt(handle, progress);
        }
        return request.deadLettersOnly() ? byDeadLetter(handle, progress) : byTime(handle, progress);
    }

    private static List<Target> byReceipt(Handle handle, Progress progress) {
        return handle.createQuery("""
                        SELECT seq, source, received FROM webhook
                        WHERE receipt IN (SELECT value FROM json_each(?)) AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?""")
                .bind(0, StoredJson.texts(progress.request().webhooks()))
                .bind(1, progress.position().seq())
                .bind(2, progress.lastSeq())
                .bind(3, WEBHOOKS_AT_ONCE)
                .map((row, context) -> new Target(row.getLong(1), row.getInt(2), row.getLong(3)))
                .list();
    }

    private static List<Target> byDeadLetter(Handle handle, Progress progress) {
        return handle.createQuery("""
                        SELECT w.seq, w.source, w.received
                        FROM (SELECT DISTINCT seq FROM delivery WHERE state = 2 AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?) d
                        JOIN webhook w ON w.seq = d.seq ORDER BY w.seq""")
                .bind(0, progress.position().seq())
                .bind(1, progress.lastSeq())
                .bind(2, WEBHOOKS_AT_ONCE)
                .map((row, context) -> new Target(row.getLong(1), row.getInt(2), row.getLong(3)))
                .list();
    }

    private static List<Target> byTime(Handle handle, Progress progress) {
        ReplayRequest request = progress.request();
        long since = request.since().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
        long until = request.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        boolean first = progress.position().received() < since;
        // Two ranges, because SQLite does not look up (received, seq) > (?, ?) as one in an index that ends in the row
        // number.
        return handle.createQuery("""
                        SELECT seq, source, received FROM (
                        SELECT * FROM (SELECT seq, source, received FROM webhook
                        WHERE received = :received AND seq > :seq AND seq <= :last ORDER BY seq LIMIT :most)
                        UNION ALL
                        SELECT * FROM (SELECT seq, source, received FROM webhook
                        WHERE received > :received AND received < :until AND seq <= :last ORDER BY received, seq LIMIT :most))
                        WHERE received < :until ORDER BY received, seq LIMIT :most""")
                .bind("received", first ? since : progress.position().received())
                .bind("seq", first ? 0 : progress.position().seq())
                .bind("last", progress.lastSeq())
                .bind("until", until)
                .bind("most", WEBHOOKS_AT_ONCE)
                .map((row, context) -> new Target(row.getLong(1), row.getInt(2), row.getLong(3)))
                .list();
    }

    private List<Target> matching(ReplayRequest request, List<Target> targets) {
        Optional<Integer> source = request.source().map(names::numberOrNone);
        long since = request.since().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
        long until = request.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        return targets.stream()
                .filter(target -> source.isEmpty() || source.get() == target.source())
                .filter(target -> target.received() >= since && target.received() < until)
                .toList();
    }

    private static Map<Long, List<Found>> deliveries(Handle handle, List<Target> targets) {
        return handle
                .createQuery("""
                        SELECT seq, destination, state, due = 0 AND accepted IS NULL FROM delivery
                        WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq, destination""")
                .bind(0, StoredJson.numbers(targets.stream().map(Target::seq).toList()))
                .map((row, context) -> Map.entry(
                        row.getLong(1), new Found(row.getInt(2), Rows.state(row.getInt(3)), row.getBoolean(4))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** Deliveries that a replay changes; one that waits as if it were new is due already. */
    private static List<Integer> revived(ReplayRequest request, Set<Integer> chosen, List<Found> owed) {
        return owed.stream()
                .filter(found -> request.destinations().isEmpty() || chosen.contains(found.destination()))
                .filter(found -> !request.deadLettersOnly() || found.state() == DeliveryState.DEAD)
                .filter(found -> found.state() != DeliveryState.WAITING || !found.asNew())
                .map(Found::destination)
                .toList();
    }

    private static List<Integer> added(ReplayRequest request, Set<Integer> chosen, List<Found> owed) {
        List<Integer> missing = new ArrayList<>(request.deadLettersOnly() ? Set.of() : chosen);
        owed.forEach(found -> missing.remove((Integer) found.destination()));
        return missing;
    }
}
