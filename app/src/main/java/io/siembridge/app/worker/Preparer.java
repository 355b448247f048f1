package io.siembridge.app.worker;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Shipment;
import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.telemetry.LogFields;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what is due and makes batches of it, and does so ahead while one is on its way: one thread claims and normalizes
 * a batch while another encodes the one before it. The first also keeps what is claimed, because the worker's own may wait
 * long for a slow peer. Called by the worker's own thread only.
 */
final class Preparer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Preparer.class);
    /** From this size of a batch on the next ones are prepared while it is sent. */
    private static final int WORTH_LOOKING_AHEAD = 32;

    /** One that is encoded and one that is normalized meanwhile. */
    private static final int BATCHES_AHEAD = 2;

    private final String destination;
    private final Leases leases;
    private final WebhookNormalizer normalizer;
    private final EventFilter filter;
    private final Destination recipient;
    private final Verdicts verdicts;
    private final InstantSource clock;
    private final Consumer<Batch> finished;
    private final ScheduledExecutorService claiming;
    private final ExecutorService encoding;
    private final Deque<CompletableFuture<Prepared>> ahead = new ArrayDeque<>();

    /** @param finished is called when the last event of a batch is reported, on the thread that reports it */
    Preparer(
            String destination,
            Leases leases,
            WebhookNormalizer normalizer,
            EventFilter filter,
            Destination recipient,
            Verdicts verdicts,
            InstantSource clock,
            Consumer<Batch> finished) {
        this.destination = destination;
        this.leases = leases;
        this.normalizer = normalizer;
        this.filter = filter;
        this.recipient = recipient;
        this.verdicts = verdicts;
        this.clock = clock;
        this.finished = finished;
        this.claiming = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "prepare-" + destination));
        this.encoding = Executors.newSingleThreadExecutor(task -> new Thread(task, "encode-" + destination));
    }

    void start() {
        long period = leases.extendEvery().toMillis();
        ScheduledFuture<?> unused =
                claiming.scheduleWithFixedDelay(leases::extend, period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * What came of claiming.
     *
     * @param claimed how many deliveries; not all of them may have something to send
     */
    record Prepared(int claimed, Optional<Batch> batch) {}

    /** What was claimed, normalized: of some there may be nothing to send. */
    private record Claimed(int count, Preparation preparation) {}

    /**
     * The next batch, when the destination is well; where there is much to do those after it are begun.
     *
     * @param most deliveries in a batch
     */
    Prepared next(int most) throws InterruptedException {
        Prepared prepared = ahead.isEmpty() ? encode(claim(most)) : awaitAhead();
        while (prepared.claimed() == 0 && !ahead.isEmpty()) {
            prepared = awaitAhead();
        }
        while (prepared.claimed() >= WORTH_LOOKING_AHEAD && ahead.size() < BATCHES_AHEAD) {
            ahead.add(
                    CompletableFuture.supplyAsync(() -> claim(most), claiming).thenApplyAsync(this::encode, encoding));
        }
        return prepared;
    }

    /** A batch to see how the destination is. What was begun ahead is given back, since it may be older. */
    Prepared probe(int most) {
        giveBackAhead();
        return encode(claim(most));
    }

    private Prepared awaitAhead() throws InterruptedException {
        CompletableFuture<Prepared> future = ahead.element();
        try {
            Prepared prepared = future.get();
            ahead.remove();
            return prepared;
        } catch (ExecutionException failure) {
            ahead.remove();
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("A batch could not be prepared", failure.getCause());
        }
    }

    /** What was claimed for later is anybody's again: the circuit has opened, or the bridge stops. */
    void giveBackAhead() {
        boolean interrupted = false;
        while (!ahead.isEmpty()) {
            interrupted |= Thread.interrupted();
            try {
                awaitAhead().batch().ifPresent(batch -> leases.release(batch.ids()));
            } catch (InterruptedException stop) {
                interrupted = true;
            } catch (IllegalStateException failure) {
                LOG.error("Nothing could be prepared meanwhile", kv(LogFields.DESTINATION, destination), failure);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Claimed claim(int most) {
        List<ClaimedDelivery> claimed = leases.claim(most);
        Preparation preparation = new Preparation(destination, normalizer, filter, verdicts, clock.instant());
        try {
            claimed.forEach(preparation::add);
        } catch (RuntimeException | Error fault) {
            leases.release(claimed.stream().map(ClaimedDelivery::id).toList());
            throw fault;
        }
        leases.settle(preparation.done());
        return new Claimed(claimed.size(), preparation);
    }

    /** What is to be sent; of the rest it is settled already. */
    private Prepared encode(Claimed claimed) {
        Preparation preparation = claimed.preparation();
        if (preparation.toSend().isEmpty()) {
            return new Prepared(claimed.count(), Optional.empty());
        }
        try {
            Shipment shipment = ready(preparation.events(), preparation.started());
            Batch batch = new Batch(preparation.toSend(), shipment, preparation.started(), finished);
            return new Prepared(claimed.count(), Optional.of(batch));
        } catch (RuntimeException | Error fault) {
            leases.release(
                    preparation.toSend().stream().map(PreparedDelivery::id).toList());
            throw fault;
        }
    }

    private Shipment ready(List<OcsfEvent> events, Instant started) {
        List<OcsfEvent> stamped =
                events.stream().map(event -> event.transmittedAt(started)).toList();
        try {
            return recipient.ready(stamped);
        } catch (RuntimeException | Error fault) {
            DeliveryWorker.throwIfFatal(fault);
            LOG.debug("A batch is made ready only when it is its turn", fault);
            // If it fails again then, it is the sending that failed, which is where a faulty destination is dealt with.
            return outcomes -> recipient.send(stamped, outcomes);
        }
    }

    /** Gives back what was begun, and ends the threads. */
    @Override
    public void close() {
        try {
            giveBackAhead();
        } finally {
            claiming.shutdown();
            encoding.shutdown();
        }
    }
}
