package io.siembridge.app.worker;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.telemetry.LogFields;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what is due and makes batches of it; the next one ahead, on a thread of its own, while one is on its way. That
 * thread also keeps what is claimed, because the worker's own may wait long for a slow peer. Called by the worker's own
 * thread only.
 */
final class Preparer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Preparer.class);
    /** From this size of a batch on the next one is prepared while it is sent. */
    private static final int WORTH_LOOKING_AHEAD = 32;

    private final String destination;
    private final Leases leases;
    private final WebhookNormalizer normalizer;
    private final EventFilter filter;
    private final Verdicts verdicts;
    private final InstantSource clock;
    private final Consumer<Batch> finished;
    private final ScheduledExecutorService thread;
    private Optional<Future<Prepared>> ahead = Optional.empty();

    /** @param finished is called when the last event of a batch is reported, on the thread that reports it */
    Preparer(
            String destination,
            Leases leases,
            WebhookNormalizer normalizer,
            EventFilter filter,
            Verdicts verdicts,
            InstantSource clock,
            Consumer<Batch> finished) {
        this.destination = destination;
        this.leases = leases;
        this.normalizer = normalizer;
        this.filter = filter;
        this.verdicts = verdicts;
        this.clock = clock;
        this.finished = finished;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "prepare-" + destination));
    }

    void start() {
        long period = leases.extendEvery().toMillis();
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(leases::extend, period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * What came of claiming.
     *
     * @param claimed how many deliveries; not all of them may have something to send
     */
    record Prepared(int claimed, Optional<Batch> batch) {}

    /**
     * The next batch, when the destination is well; where there is much to do the one after it is begun.
     *
     * @param most deliveries in a batch
     */
    Prepared next(int most) throws InterruptedException {
        Prepared prepared = ahead.isPresent() ? awaitAhead() : claim(most);
        if (prepared.claimed() >= WORTH_LOOKING_AHEAD) {
            ahead = Optional.of(thread.submit(() -> claim(most)));
        }
        return prepared;
    }

    /** A batch to see how the destination is. What was begun ahead is given back, since it may be older. */
    Prepared probe(int most) {
        giveBackAhead();
        return claim(most);
    }

    private Prepared awaitAhead() throws InterruptedException {
        Future<Prepared> future = ahead.orElseThrow();
        try {
            Prepared prepared = future.get();
            ahead = Optional.empty();
            return prepared;
        } catch (ExecutionException failure) {
            ahead = Optional.empty();
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("A batch could not be prepared", failure.getCause());
        }
    }

    /** What was claimed for later is anybody's again: the circuit has opened, or the bridge stops. */
    void giveBackAhead() {
        if (ahead.isEmpty()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            awaitAhead().batch().ifPresent(batch -> leases.release(batch.ids()));
        } catch (InterruptedException stop) {
            interrupted = true;
        } catch (IllegalStateException failure) {
            LOG.error("Nothing could be prepared meanwhile", kv(LogFields.DESTINATION, destination), failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Prepared claim(int most) {
        List<ClaimedDelivery> claimed = leases.claim(most);
        return new Prepared(claimed.size(), claimed.isEmpty() ? Optional.empty() : prepare(claimed));
    }

    /** What is to be sent of these; the rest is settled. */
    private Optional<Batch> prepare(List<ClaimedDelivery> claimed) {
        Preparation preparation = new Preparation(destination, normalizer, filter, verdicts, clock.instant());
        Batch batch;
        try {
            claimed.forEach(preparation::add);
            batch = new Batch(preparation.toSend(), preparation.events(), preparation.started(), finished);
        } catch (RuntimeException | Error fault) {
            leases.release(claimed.stream().map(ClaimedDelivery::id).toList());
            throw fault;
        }
        leases.settle(preparation.done());
        return preparation.toSend().isEmpty() ? Optional.empty() : Optional.of(batch);
    }

    /** Gives back what was begun, and ends the thread. */
    @Override
    public void close() {
        try {
            giveBackAhead();
        } finally {
            thread.shutdown();
        }
    }
}
