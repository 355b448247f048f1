package io.siembridge.app.bridge;

import io.siembridge.app.report.Reporter;
import io.siembridge.app.spool.Spool;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the spool tidied, the ledger reported and the listener looked after now and then. */
final class Housekeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final long PERIOD_SECONDS = 10;

    private final Spool spool;
    private final Reporter reporter;
    private final ListenerWatch listener;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "housekeeper");
        thread.setDaemon(true);
        return thread;
    });

    Housekeeper(Spool spool, Reporter reporter, ListenerWatch listener) {
        this.spool = spool;
        this.reporter = reporter;
        this.listener = listener;
    }

    void start() {
        ScheduledFuture<?> unused =
                executor.scheduleWithFixedDelay(this::keep, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void keep() {
        run("Looking after the listener", listener);
        run("Tidying the spool", spool::tidy);
        run("Reporting the ledger", reporter::look);
    }

    private static void run(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error failure) {
            // Anything thrown from here would end the schedule without a word.
            LOG.error("{} failed; it is tried again in {} seconds", what, PERIOD_SECONDS, failure);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException impatient) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
