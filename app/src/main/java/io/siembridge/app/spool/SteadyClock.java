package io.siembridge.app.spool;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Follows the wall clock, but goes on when that is set back. Retries are planned and compared on this clock, so that such a jump
 * postpones none of them; a jump forwards brings them early, which is harmless.
 */
final class SteadyClock {
    private final InstantSource wall;
    private final LongSupplier nanos;
    private long latestMillis;
    private long latestNanos;
    private long aheadMillis;

    /**
     * A clock that starts no earlier than another one ended.
     *
     * @param nanos time since the machine's start, which nobody can set
     * @param floorMillis the latest time that was read before, by a process that is gone
     */
    SteadyClock(InstantSource wall, LongSupplier nanos, long floorMillis) {
        this.wall = wall;
        this.nanos = nanos;
        this.latestMillis = floorMillis;
        this.latestNanos = nanos.getAsLong();
    }

    synchronized long millis() {
        long now = wall.millis() + aheadMillis;
        long elapsed = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - latestNanos);
        long least = latestMillis + elapsed;
        if (now < least) {
            aheadMillis += least - now;
            now = least;
        }
        latestMillis = now;
        // Only whole milliseconds are taken, so that the rest is not lost to many readings.
        latestNanos += TimeUnit.MILLISECONDS.toNanos(elapsed);
        return now;
    }

    /** The time of this clock at which the wall clock would show a time, if it went on without jumping. */
    synchronized long fromWall(long wallMillis) {
        millis();
        return wallMillis + aheadMillis;
    }

    /** What the wall clock will show at a time of this clock. */
    synchronized long toWall(long steadyMillis) {
        millis();
        return steadyMillis - aheadMillis;
    }
}
