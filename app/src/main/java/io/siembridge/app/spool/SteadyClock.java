package io.siembridge.app.spool;

import java.time.InstantSource;

/**
 * Follows the wall clock but never goes back: a wall clock that jumps back takes nothing with it. Retries are planned and compared
 * on this clock, so that such a jump postpones none of them; a jump forwards brings them early, which is harmless.
 */
final class SteadyClock {
    private final InstantSource wall;
    private long latest;
    private long ahead;

    /**
     * A clock that starts no earlier than another one ended.
     *
     * @param floorMillis the latest time that was read before, by a process that is gone
     */
    SteadyClock(InstantSource wall, long floorMillis) {
        this.wall = wall;
        this.latest = floorMillis;
    }

    synchronized long millis() {
        long now = wall.millis() + ahead;
        if (now < latest) {
            ahead += latest - now;
            now = latest;
        }
        latest = now;
        return now;
    }

    /** The time of this clock at which the wall clock would show a time, if it went on without jumping. */
    synchronized long fromWall(long wallMillis) {
        millis();
        return wallMillis + ahead;
    }

    /** What the wall clock will show at a time of this clock. */
    synchronized long toWall(long steadyMillis) {
        millis();
        return steadyMillis - ahead;
    }
}
