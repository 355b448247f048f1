package io.siembridge.app.worker;

import java.util.concurrent.TimeUnit;

/** Keeps a destination's events to a rate: a batch waits until the events before it have had their time. */
final class Pace {
    private static final double NANOS = 1_000_000_000.0;

    private final double perSecond;
    private long freeAt = System.nanoTime();

    Pace(double perSecond) {
        this.perSecond = perSecond;
    }

    /** The most deliveries in a batch, so that a second's events do not turn into a minute's all at once. */
    int mostAtOnce() {
        return (int) Math.max(1, Math.min(Math.ceil(perSecond), Integer.MAX_VALUE));
    }

    void pass(int events) throws InterruptedException {
        long now = System.nanoTime();
        long wait = freeAt - now;
        freeAt = Math.max(now, freeAt) + (long) (events / perSecond * NANOS);
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }
}
