package io.siembridge.app.worker;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes a thread that has nothing to do. Raised before it is waited for, it is not lost. */
final class Signal {
    private final Semaphore raised = new Semaphore(0);

    void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /** Waits until raised, at most this long and never longer than the other. */
    void await(Duration wanted, Duration longest) throws InterruptedException {
        long millis = Math.max(1, Math.min(wanted.toMillis(), longest.toMillis()));
        raised.tryAcquire(millis, TimeUnit.MILLISECONDS);
        raised.drainPermits();
    }
}
