package io.siembridge.app.worker;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.spool.DeliveryId;
import io.siembridge.app.spool.Settlement;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.telemetry.LogFields;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers to one destination, on threads of its own: claims what is due, normalizes it, hands it over, settles what comes
 * back. While one batch is on its way the next is prepared. Nothing here waits for another destination.
 */
public final class DeliveryWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final int BATCH_DELIVERIES = 256;
    private static final long BATCH_BYTES = 2L * 1024 * 1024;
    /** From this size of a batch on the next one is prepared while it is sent. */
    private static final int WORTH_LOOKING_AHEAD = 32;

    /** Deliveries waiting for a late confirmation; each is a few hundred bytes once its events are handed over. */
    private static final int MAX_IN_FLIGHT = 100_000;

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

    /** How long a batch on its way may take when the bridge stops; one cut off may have arrived, and is sent again. */
    private static final Duration FINISH = Duration.ofSeconds(3);

    private static final Duration GIVE_UP = Duration.ofSeconds(5);

    private final String name;
    private final String type;
    private final Destination destination;
    private final Spool spool;
    private final WebhookNormalizer normalizer;
    private final EventFilter filter;
    private final Verdicts verdicts;
    private final Circuit circuit;
    private final Optional<Pace> pace;
    private final BridgeMetrics metrics;
    private final InstantSource clock;
    private final Thread thread;
    private final ExecutorService preparing;
    private Optional<Future<Prepared>> ahead = Optional.empty();
    private final Signal signal = new Signal();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Set<DeliveryId> leased = ConcurrentHashMap.newKeySet();
    private volatile Optional<Instant> lastSuccess = Optional.empty();
    private volatile boolean stopping;
    private long extendedAt = System.nanoTime();

    /**
     * Makes a worker; it works once started.
     *
     * @param rate the most events in a second
     */
    public DeliveryWorker(
            String name,
            String type,
            Destination destination,
            Spool spool,
            WebhookNormalizer normalizer,
            EventFilter filter,
            Retry retry,
            Optional<Double> rate,
            BridgeMetrics metrics,
            InstantSource clock,
            RandomGenerator random) {
        this.name = name;
        this.type = type;
        this.destination = destination;
        this.spool = spool;
        this.normalizer = normalizer;
        this.filter = filter;
        RetryPolicy policy = new RetryPolicy(retry, random);
        this.verdicts = new Verdicts(name, policy, metrics, clock);
        this.circuit = new Circuit(policy, System::nanoTime);
        this.pace = rate.map(Pace::new);
        this.metrics = metrics;
        this.clock = clock;
        this.thread = new Thread(this::work, "deliver-" + name);
        this.preparing = Executors.newSingleThreadExecutor(task -> new Thread(task, "prepare-" + name));
    }

    /**
     * What came of claiming.
     *
     * @param claimed how many deliveries; not all of them may have something to send
     */
    private record Prepared(int claimed, Optional<Batch> batch) {}

    public void start() {
        thread.start();
    }

    /** Says that something may be due. Cheap, from any thread. */
    public void wake() {
        signal.raise();
    }

    /** Stops sending until {@link #resume}; what is due keeps waiting. */
    public void pause() {
        circuit.hold();
    }

    public void resume() {
        circuit.release();
        wake();
    }

    /** Whether an operator has stopped it. */
    public boolean isHeld() {
        return circuit.isHeld();
    }

    public Destination.Probe probe() throws InterruptedException {
        return destination.probe();
    }

    public DestinationStatus status() {
        String state = circuit.isHeld()
                ? "held"
                : switch (circuit.state()) {
                    case CLOSED -> "up";
                    case OPEN -> "retrying";
                    case PAUSED -> "paused";
                };
        return new DestinationStatus(name, type, state, circuit.reason(), lastSuccess, inFlight.get());
    }

    private void work() {
        try {
            while (!stopping) {
                step();
            }
        } catch (InterruptedException stop) {
            LOG.debug("Stopped while it waited", kv(LogFields.DESTINATION, name));
        } finally {
            giveBackWhatIsAhead();
            preparing.shutdown();
        }
    }

    private void step() throws InterruptedException {
        try {
            deliverWhatIsDue();
        } catch (RuntimeException | Error fault) {
            LOG.error(
                    "Delivering failed inside the bridge; nothing is lost, it goes on",
                    kv(LogFields.DESTINATION, name),
                    fault);
            throwIfFatal(fault);
            Duration unused = circuit.failed(fault(fault), System.nanoTime());
        }
    }

    static Outcome fault(Throwable fault) {
        return Outcome.retry("a fault inside the bridge: " + fault);
    }

    /**
     * A stack or a memory that was too small, or a class that is missing, is the trouble of one batch. When the machine below
     * is broken nothing can be trusted, and this thread ends; whoever runs it ends the program.
     */
    static void throwIfFatal(Throwable fault) {
        boolean passing = fault instanceof StackOverflowError || fault instanceof OutOfMemoryError;
        if (fault instanceof VirtualMachineError broken && !passing) {
            throw broken;
        }
    }

    private void deliverWhatIsDue() throws InterruptedException {
        extendLeases();
        Optional<Duration> wait = circuit.waiting();
        if (wait.isPresent() || inFlight.get() >= MAX_IN_FLIGHT) {
            if (wait.isPresent()) {
                giveBackWhatIsAhead();
            }
            signal.await(wait.orElse(LONGEST_SLEEP), LONGEST_SLEEP);
            return;
        }
        boolean probing = circuit.probing();
        if (probing && inFlight.get() > 0) {
            signal.await(LONGEST_SLEEP, LONGEST_SLEEP);
            return;
        }
        Prepared prepared = ahead.isPresent() ? awaitAhead() : claim(probing ? 1 : BATCH_DELIVERIES);
        if (prepared.claimed() == 0) {
            sleepUntilDue();
            return;
        }
        if (!probing && prepared.claimed() >= WORTH_LOOKING_AHEAD) {
            ahead = Optional.of(preparing.submit(() -> claim(BATCH_DELIVERIES)));
        }
        if (prepared.batch().isPresent()) {
            send(prepared.batch().get());
        }
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
    private void giveBackWhatIsAhead() {
        if (ahead.isEmpty()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            awaitAhead()
                    .batch()
                    .ifPresent(batch -> settle(batch.deliveries().stream()
                            .map(each -> Settlement.released(each.id()))
                            .toList()));
        } catch (InterruptedException stop) {
            interrupted = true;
        } catch (IllegalStateException failure) {
            LOG.error("Nothing could be prepared meanwhile", kv(LogFields.DESTINATION, name), failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Prepared claim(int most) {
        List<ClaimedDelivery> claimed = spool.claim(name, most, BATCH_BYTES, LEASE);
        claimed.forEach(each -> leased.add(each.id()));
        return new Prepared(claimed.size(), claimed.isEmpty() ? Optional.empty() : prepare(claimed));
    }

    private void sleepUntilDue() throws InterruptedException {
        Duration untilDue = spool.nextDue(name)
                .map(due -> Duration.between(clock.instant(), due))
                .orElse(LONGEST_SLEEP);
        signal.await(untilDue, LONGEST_SLEEP);
    }

    private void extendLeases() {
        if (System.nanoTime() - extendedAt > LEASE.toNanos() / 4) {
            extendedAt = System.nanoTime();
            spool.extend(List.copyOf(leased), LEASE);
        }
    }

    /** What is to be sent of these; the rest is settled. */
    private Optional<Batch> prepare(List<ClaimedDelivery> claimed) {
        Preparation preparation = new Preparation(name, normalizer, filter, verdicts, clock.instant());
        Batch batch;
        try {
            claimed.forEach(preparation::add);
            batch = new Batch(preparation.toSend(), preparation.events(), preparation.started(), this::finished);
        } catch (RuntimeException | Error fault) {
            settle(claimed.stream().map(each -> Settlement.released(each.id())).toList());
            throw fault;
        }
        settle(preparation.done());
        return preparation.toSend().isEmpty() ? Optional.empty() : Optional.of(batch);
    }

    private void awaitTurn(Batch batch) throws InterruptedException {
        if (pace.isPresent()) {
            try {
                pace.get().pass(batch.events().size());
            } catch (InterruptedException stop) {
                // Else another worker of this destination would wait until the lease lapses.
                batch.reportRest(Outcome.retry("stopped before it was sent"));
                throw stop;
            }
        }
    }

    private void send(Batch batch) throws InterruptedException {
        inFlight.addAndGet(batch.deliveries().size());
        awaitTurn(batch);
        batch.goes();
        try {
            destination.send(batch.events(), batch);
            batch.forgetEvents();
        } catch (RuntimeException | Error fault) {
            LOG.error("The destination failed inside the bridge", kv(LogFields.DESTINATION, name), fault);
            batch.reportRest(fault(fault));
            throwIfFatal(fault);
        }
    }

    /** Runs on the thread that reported the last event of the batch. */
    private void finished(Batch batch) {
        List<Settlement> settlements;
        try {
            settlements = settlements(batch);
        } finally {
            inFlight.addAndGet(-batch.deliveries().size());
            // Should the above have failed, the leases lapse, and all of it is delivered again.
            batch.deliveries().forEach(each -> leased.remove(each.id()));
        }
        settle(settlements);
    }

    private List<Settlement> settlements(Batch batch) {
        boolean progress = batch.deliveries().stream()
                .anyMatch(delivery -> delivery.count(Kind.ACCEPTED) > 0 || delivery.count(Kind.REJECTED) > 0);
        Optional<Outcome> fault = batch.deliveries().stream()
                .flatMap(delivery -> delivery.first(Kind.PAUSED).stream())
                .findFirst();
        Optional<Outcome> outage = batch.deliveries().stream()
                .flatMap(delivery -> delivery.first(Kind.RETRY).stream())
                .findFirst();
        Duration gate = Duration.ZERO;
        // What is left undone because the bridge stops says nothing about the destination.
        boolean failed = fault.isPresent() || (outage.isPresent() && !progress);
        if (failed && !stopping) {
            gate = opened(fault.orElseGet(outage::get), batch.sentAt());
        } else if (!failed) {
            closed(progress);
        }
        boolean alone = batch.deliveries().size() == 1;
        Verdicts.Circumstances how = new Verdicts.Circumstances(batch.started(), gate, alone, stopping);
        return batch.deliveries().stream()
                .map(delivery -> verdicts.of(delivery, how))
                .toList();
    }

    private Duration opened(Outcome outcome, long sentAt) {
        boolean first = !circuit.probing();
        Duration wait = circuit.failed(outcome, sentAt);
        metrics.destinationUp(name, false);
        if (first) {
            LOG.error(
                    outcome.kind() == Kind.PAUSED
                            ? "The destination refuses us and needs a person; everything is kept: {}"
                            : "The destination cannot be reached; everything is kept and tried again: {}",
                    outcome.reason(),
                    kv(LogFields.DESTINATION, name));
        } else {
            LOG.info("Still no luck: {}", outcome.reason(), kv(LogFields.DESTINATION, name));
        }
        return wait;
    }

    private void closed(boolean progress) {
        if (circuit.probing()) {
            LOG.info("The destination takes events again", kv(LogFields.DESTINATION, name));
        }
        circuit.succeeded();
        metrics.destinationUp(name, true);
        if (progress) {
            lastSuccess = Optional.of(clock.instant());
        }
    }

    private void settle(List<Settlement> settlements) {
        if (settlements.isEmpty()) {
            return;
        }
        // Before they are settled: a lease that nobody extends lapses, whatever may go wrong from here.
        settlements.forEach(each -> leased.remove(each.delivery()));
        CompletableFuture<Void> unused = spool.settle(settlements).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error(
                        "What was delivered could not be recorded; it will be delivered again when its lease lapses",
                        kv(LogFields.DESTINATION, name),
                        failure);
            }
            wake();
        });
    }

    /** Stops claiming, lets the destination finish what is in flight, and waits for the thread. */
    @Override
    public void close() {
        stopping = true;
        signal.raise();
        try {
            thread.join(FINISH.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(GIVE_UP.toMillis());
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        destination.close();
    }
}
