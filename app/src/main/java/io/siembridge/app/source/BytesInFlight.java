package io.siembridge.app.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that bodies take between their first byte and their answer. One source may use half of it, so that a
 * flood at one does not shut out the others.
 */
final class BytesInFlight {
    private final long limit;
    private final long limitPerSource;
    private final AtomicLong total = new AtomicLong();
    private final Map<String, AtomicLong> bySource = new ConcurrentHashMap<>();

    BytesInFlight(long limit) {
        this.limit = limit;
        this.limitPerSource = Math.max(1, limit / 2);
    }

    /** Takes room for more bytes of a source; false, and nothing taken, when there is none. */
    boolean take(String source, long bytes) {
        AtomicLong ofSource = bySource.computeIfAbsent(source, any -> new AtomicLong());
        if (ofSource.addAndGet(bytes) > limitPerSource) {
            ofSource.addAndGet(-bytes);
            return false;
        }
        if (total.addAndGet(bytes) > limit) {
            total.addAndGet(-bytes);
            ofSource.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(String source, long bytes) {
        total.addAndGet(-bytes);
        bySource.computeIfAbsent(source, any -> new AtomicLong()).addAndGet(-bytes);
    }

    long inUse() {
        return total.get();
    }
}
