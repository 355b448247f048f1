package io.siembridge.app.spool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops the writer before its first commit of something accepted or settled until told to go on, and notes how large each such commit
 * was. What the spool writes for itself passes.
 */
final class CommitGate implements SpoolListener {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch open = new CountDownLatch(1);
    final List<Integer> acceptances = new CopyOnWriteArrayList<>();
    final List<Integer> settlements = new CopyOnWriteArrayList<>();

    @Override
    public void beforeCommit(int accepted, int settled) {
        if (accepted + settled == 0) {
            return;
        }
        reached.countDown();
        try {
            if (!open.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void afterCommit(int accepted, int settled, Duration took) {
        if (accepted + settled > 0) {
            acceptances.add(accepted);
            settlements.add(settled);
        }
    }
}
