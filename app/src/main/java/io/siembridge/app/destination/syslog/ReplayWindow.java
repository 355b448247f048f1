package io.siembridge.app.destination.syslog;

import io.siembridge.app.destination.syslog.Batch.Events;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Events that were written and may yet turn out to be lost, oldest first. It keeps no bytes: the spool still has them, and
 * hands them over again. Not safe for use by several threads.
 */
final class ReplayWindow {
    private final Deque<Written> batches = new ArrayDeque<>();
    private int size;

    /**
     * Adds what was written.
     *
     * @param end bytes that had been written to the connection by then
     */
    void add(Events events, long end, long writtenNanos) {
        batches.addLast(new Written(events, end, writtenNanos));
        size += events.indexes().size();
    }

    int size() {
        return size;
    }

    /** Whether anything was written so long before. */
    boolean hasOlderThan(Duration age, long nowNanos) {
        return !batches.isEmpty() && nowNanos - batches.getFirst().nanos >= age.toNanos();
    }

    /** Takes out what was written so long before and is among the first so many bytes of the connection. */
    List<Events> takeOlderThan(Duration age, long nowNanos, long bytes) {
        List<Events> taken = new ArrayList<>();
        while (hasOlderThan(age, nowNanos) && batches.getFirst().end <= bytes) {
            taken.add(takeFirst());
        }
        return taken;
    }

    List<Events> takeAll() {
        List<Events> taken = new ArrayList<>();
        while (!batches.isEmpty()) {
            taken.add(takeFirst());
        }
        return taken;
    }

    private Events takeFirst() {
        Events events = batches.removeFirst().events;
        size -= events.indexes().size();
        return events;
    }

    private record Written(Events events, long end, long nanos) {}
}
