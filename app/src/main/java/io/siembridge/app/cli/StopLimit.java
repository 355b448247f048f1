package io.siembridge.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/** Ends the program when its stop takes too long: whatever hangs, what was acknowledged is on the disk. */
final class StopLimit {
    private static final Logger LOG = LoggerFactory.getLogger(StopLimit.class);
    private static final Duration FOR_LAST_WORDS = Duration.ofSeconds(1);

    private final Duration limit;
    private final IntConsumer halt;

    /** @param halt ends the process with an exit code */
    StopLimit(Duration limit, IntConsumer halt) {
        this.limit = limit;
        this.halt = halt;
    }

    /** Runs what closes everything, and returns when it has ended. */
    void run(Runnable close) {
        CountDownLatch closed = new CountDownLatch(1);
        start("stop-limit", () -> watch(closed));
        try {
            close.run();
        } finally {
            closed.countDown();
        }
    }

    private void watch(CountDownLatch closed) {
        try {
            if (closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            // What hangs may be the log, when nobody reads it.
            start("last-words", this::sayLastWords).join(FOR_LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        halt.accept(ExitCode.SOFTWARE);
    }

    private void sayLastWords() {
        LOG.error(
                "The bridge did not stop within {} s and is ended; nothing acknowledged is lost",
                Math.max(1, limit.toSeconds()));
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
