package io.siembridge.app.spool;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Gives up deliveries that wait for a destination, some hundred at a time, so that to give up millions is many short transactions
 * between which others have their turn. The preview goes the same way without writing.
 */
final class WaitingDiscards {
    static final int AT_ONCE = 500;

    private final Names names;

    /**
     * How far it has come.
     *
     * @param lastSeq the newest webhook when it began; nobody has decided anything of later ones
     * @param due of the last delivery that was looked at, in the order in which they are due
     */
    record Progress(WaitingRequest request, long lastSeq, long due, long seq, int made) implements Steps.Progress {
        static Progress start(WaitingRequest request, long lastSeq) {
            return new Progress(request, lastSeq, -1, 0, 0);
        }

        private Progress after(List<Waiting> page, int more) {
            Waiting last = page.get(page.size() - 1);
            return new Progress(request, lastSeq, last.due(), last.seq(), made + more);
        }
    }

    private record Waiting(long seq, long due, int source, long received) {}

    WaitingDiscards(Names names) {
        this.names = names;
    }

    /** Does a part. Empty when there was nothing left. */
    Optional<Progress> next(Transaction transaction, Progress progress) {
        List<Waiting> page = page(transaction.handle(), progress);
        if (page.isEmpty()) {
            return Optional.empty();
        }
        int destination = names.numberOrNone(progress.request().destination());
        int made = 0;
        for (Waiting waiting : matching(progress.request(), page)) {
            made += discard(transaction, waiting, destination);
        }
        return Optional.of(progress.after(page, made));
    }

    private static int discard(Transaction transaction, Waiting waiting, int destination) {
        int discarded = transaction
                .handle()
                .createUpdate("""
                        UPDATE delivery SET state = 3, due = 0, since = ?, accepted = NULL
                        WHERE seq = ? AND destination = ? AND state = 0""")
                .bind(0, transaction.now().toEpochMilli())
                .bind(1, waiting.seq())
                .bind(2, destination)
                .execute();
        if (discarded == 1) {
            transaction.moved(waiting.source(), destination, DeliveryState.WAITING, DeliveryState.DISCARDED);
        }
        return discarded;
    }

    long preview(Readers readers, WaitingRequest request, long lastSeq) {
        long count = 0;
        Progress progress = Progress.start(request, lastSeq);
        List<Waiting> page = page(readers, progress);
        while (!page.isEmpty()) {
            count += matching(request, page).size();
            progress = progress.after(page, 0);
            page = page(readers, progress);
        }
        return count;
    }

    private List<Waiting> page(Readers readers, Progress progress) {
        return readers.read(handle -> page(handle, progress));
    }

    /** Source and time are looked at afterwards, so that a part is always bounded. */
    private List<Waiting> page(Handle handle, Progress progress) {
        return handle.createQuery("""
                        SELECT d.seq, d.due, w.source, w.received
                        FROM (SELECT seq, due FROM delivery WHERE state = 0 AND destination = :to
                        AND (due, seq) > (:due, :seq) AND seq <= :last ORDER BY due, seq LIMIT :most) d
                        JOIN webhook w ON w.seq = d.seq ORDER BY d.due, d.seq""")
                .bind("to", names.numberOrNone(progress.request().destination()))
                .bind("due", progress.due())
                .bind("seq", progress.seq())
                .bind("last", progress.lastSeq())
                .bind("most", AT_ONCE)
                .map((row, context) -> new Waiting(row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4)))
                .list();
    }

    private List<Waiting> matching(WaitingRequest request, List<Waiting> page) {
        Optional<Integer> source = request.source().map(names::numberOrNone);
        long until = request.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        return page.stream()
                .filter(waiting -> source.isEmpty() || source.get() == waiting.source())
                .filter(waiting -> waiting.received() < until)
                .toList();
    }
}
