package io.siembridge.app.watch;

import io.siembridge.app.source.AnswerHistory;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at every source now and then, and keeps what is worth an operator's attention. */
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long PERIOD_SECONDS = 30;

    private final Supplier<Map<String, SourceConfig>> sources;
    private final Concerns concerns = new Concerns();
    private final FailureGuard failures;
    private final SilenceGuard silence;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watch");
        thread.setDaemon(true);
        return thread;
    });

    /** @param sources asked for each time, because a reload changes them */
    public Watch(
            Supplier<Map<String, SourceConfig>> sources,
            AnswerHistory answers,
            Spool spool,
            BridgeMetrics metrics,
            InstantSource clock) {
        this.sources = sources;
        this.failures = new FailureGuard(answers, metrics, concerns);
        this.silence = new SilenceGuard(spool, clock, metrics, concerns);
    }

    public void start() {
        ScheduledFuture<?> unused =
                executor.scheduleWithFixedDelay(this::lookOn, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void lookOn() {
        try {
            look();
        } catch (RuntimeException failure) {
            LOG.error("Looking at the sources failed; it is tried again in {} seconds", PERIOD_SECONDS, failure);
        }
    }

    /** Looks once. */
    void look() {
        Map<String, SourceConfig> now = sources.get();
        concerns.keep(now::containsKey);
        for (SourceConfig source : now.values()) {
            failures.look(source);
            silence.look(source);
        }
    }

    /** What an operator should look at, as of the last look. */
    public List<String> concerns() {
        return concerns.texts();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
