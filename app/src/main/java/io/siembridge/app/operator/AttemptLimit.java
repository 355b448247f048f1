package io.siembridge.app.operator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** So many in a time and no more. */
final class AttemptLimit {
    private final int most;
    private final long nanos;
    private final LongSupplier nanoTime;
    private final Deque<Long> recent = new ArrayDeque<>();

    AttemptLimit(int most, Duration time, LongSupplier nanoTime) {
        this.most = most;
        this.nanos = time.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Counts one more if there is room; false when there is not. */
    synchronized boolean allows() {
        if (isReached()) {
            return false;
        }
        recent.addLast(nanoTime.getAsLong());
        return true;
    }

    synchronized boolean isReached() {
        long now = nanoTime.getAsLong();
        while (!recent.isEmpty() && now - recent.getFirst() > nanos) {
            recent.removeFirst();
        }
        return recent.size() >= most;
    }
}
