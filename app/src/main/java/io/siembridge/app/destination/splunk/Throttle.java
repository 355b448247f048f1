package io.siembridge.app.destination.splunk;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Slows requests down while the collector takes them and says that its queue is filling up: every time it says so the rate
 * is halved, and every time it does not the rate is doubled, until it is what it was. For one thread at a time.
 */
final class Throttle {
    private static final int SLOWEST = 16;
    private static final long LONGEST_STEP = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private long startedAt;
    private long step;
    private int slowness = 1;

    Throttle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
    }

    /** How long to wait before the next request. */
    Duration pause() {
        long left = startedAt + slowness * step - nanoTime.getAsLong();
        return slowness == 1 || left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    /** A request begins. What lies between two of them at full speed is what is doubled. */
    void began() {
        long now = nanoTime.getAsLong();
        step = slowness == 1 ? Math.min(now - startedAt, LONGEST_STEP) : step;
        startedAt = now;
    }

    /** The request that began last was answered. */
    void answered(boolean queueNearlyFull) {
        slowness = queueNearlyFull ? Math.min(2 * slowness, SLOWEST) : Math.max(slowness / 2, 1);
    }
}
