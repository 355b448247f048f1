package io.siembridge.app.watch;

import io.siembridge.app.sender.Receiver;
import io.siembridge.app.source.AnswerHistory;
import io.siembridge.app.source.KeyUse;
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
import java.util.function.Function;
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
    private final Canaries canaries;
    private final Recollection recollection;
    private final KeyMemory keys;
    private final ScheduledExecutorService executor = oneThread("watch");
    private final ScheduledExecutorService canaryExecutor = oneThread("canaries");

    /**
     * Makes one; it looks once started.
     *
     * @param sources asked for each time, because a reload changes them
     * @param receivers where webhooks of a source are posted to on this machine
     */
    public Watch(
            Supplier<Map<String, SourceConfig>> sources,
            AnswerHistory answers,
            KeyUse keyUse,
            Spool spool,
            BridgeMetrics metrics,
            InstantSource clock,
            Function<String, Receiver> receivers) {
        this.sources = sources;
        this.failures = new FailureGuard(answers, metrics, concerns);
        this.canaries = new Canaries(receivers, answers, spool, metrics, clock, concerns);
        this.silence = new SilenceGuard(spool, clock, metrics, concerns);
        this.recollection = new Recollection(spool, answers, clock);
        this.keys = new KeyMemory(spool, keyUse, metrics);
    }

    private static ScheduledExecutorService oneThread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Goes on from where the process before ended. The spool must be open. */
    public void start() {
        recall();
        ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(this::lookOn, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
        ScheduledFuture<?> unusedToo =
                canaryExecutor.scheduleWithFixedDelay(this::lookAfterCanaries, 1, 1, TimeUnit.SECONDS);
    }

    /** Takes over what the process before has noticed. */
    void recall() {
        silence.countFrom(recollection.recall());
        keys.recall(sources.get());
    }

    private void lookAfterCanaries() {
        try {
            canaries.look(sources.get());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failure) {
            LOG.error("Looking after the canaries failed; it is tried again", failure);
        }
    }

    private void lookOn() {
        try {
            look();
            recollection.keep(sources.get().keySet());
            keys.keep(sources.get());
        } catch (RuntimeException | Error failure) {
            // Anything thrown from here would end the schedule without a word.
            LOG.error("Looking at the sources failed; it is tried again in {} seconds", PERIOD_SECONDS, failure);
        }
    }

    /** Looks once. */
    void look() {
        Map<String, SourceConfig> now = sources.get();
        concerns.keep(now::containsKey);
        silence.keep(now.keySet());
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
        canaryExecutor.shutdownNow();
        executor.shutdownNow();
        recollection.finish(sources.get().keySet());
        keys.keep(sources.get());
    }
}
