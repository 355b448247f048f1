package io.siembridge.app.worker;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.spool.Settlement;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.telemetry.LogFields;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers to one destination, on threads of its own: claims what is due, normalizes it, hands it over, settles what comes
 * back. Nothing here waits for another destination.
 */
public final class DeliveryWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    /** Deliveries waiting for a late confirmation; each is a few hundred bytes once its events are handed over. */
    private static final int MAX_IN_FLIGHT = 100_000;

    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

    /** How long a batch on its way may take when the bridge stops; one cut off may have arrived, and is sent again. */
    private static final Duration FINISH = Duration.ofSeconds(6);

    private static final Duration GIVE_UP = Duration.ofSeconds(2);

    /** How long a spool that could not be written has to take what is left, when the bridge stops. */
    private static final Duration LAST_TRIES = Duration.ofSeconds(1);

    private final String name;
    private final String type;
    private final Destination destination;
    private final EventFilter filter;
    private final Spool spool;
    private final Leases leases;
    private final Preparer preparer;
    private final Verdicts verdicts;
    private final Circuit circuit;
    private final Optional<Pace> pace;
    private final BridgeMetrics metrics;
    private final InstantSource clock;
    private final Thread thread;
    private final Signal signal = new Signal();
    private final AtomicInteger inFlight = new AtomicInteger();
    /** What was sent to see how the destination is, until it is known what came of it. */
    private final AtomicReference<@Nullable Batch> probe = new AtomicReference<>();

    private volatile Optional<Instant> lastSuccess = Optional.empty();
    private volatile boolean stopping;

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
        this(name, type, destination, spool, normalizer, filter, retry, rate, metrics, clock, random, Leases.LEASE);
    }

    /** With leases of a length that a test can choose. */
    DeliveryWorker(
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
            RandomGenerator random,
            Duration lease) {
        this.name = name;
        this.type = type;
        this.destination = destination;
        this.filter = filter;
        this.spool = spool;
        RetryPolicy policy = new RetryPolicy(retry, random);
        this.verdicts = new Verdicts(name, policy, metrics, clock);
        this.leases = new Leases(name, spool, lease, this::wake);
        this.preparer = new Preparer(name, leases, normalizer, filter, destination, verdicts, clock, this::finished);
        this.circuit = new Circuit(policy, System::nanoTime);
        this.pace = rate.map(Pace::new);
        this.metrics = metrics;
        this.clock = clock;
        this.thread = new Thread(this::work, "deliver-" + name);
    }

    /** Until an attempt fails nothing speaks against the destination. */
    public void start() {
        metrics.destinationUp(name, true);
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

    /** Whether the destination gets this event of a source at all. */
    public boolean wants(String source, OcsfEvent event) {
        return filter.wants(source, event);
    }

    /** The event as the destination would be sent it now, for somebody who looks. */
    public Optional<String> encoded(OcsfEvent event) {
        return destination.encoded(event);
    }

    private void work() {
        try {
            preparer.start();
            while (!stopping) {
                step();
            }
        } catch (InterruptedException stop) {
            LOG.debug("Stopped while it waited", kv(LogFields.DESTINATION, name));
        } finally {
            preparer.close();
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
        if (leases.oweRecords()) {
            leases.recordAgain();
            signal.await(LONGEST_SLEEP, LONGEST_SLEEP);
            return;
        }
        Optional<Duration> wait = circuit.waiting();
        if (wait.isPresent()) {
            preparer.giveBackAhead();
            signal.await(wait.get(), LONGEST_SLEEP);
            return;
        }
        boolean probing = circuit.probing();
        // While failed deliveries are not settled younger ones would be taken for the oldest due.
        boolean early = probing && (probe.get() != null || leases.isSettling());
        if (early || inFlight.get() >= MAX_IN_FLIGHT) {
            signal.await(LONGEST_SLEEP, LONGEST_SLEEP);
            return;
        }
        Preparer.Prepared prepared = probing ? preparer.probe(most()) : preparer.next(most());
        if (prepared.claimed() == 0) {
            sleepUntilDue();
        } else if (prepared.batch().isPresent()) {
            probe.set(probing ? prepared.batch().get() : null);
            send(prepared.batch().get());
        }
    }

    private int most() {
        return Math.min(circuit.most(), pace.map(Pace::mostAtOnce).orElse(Integer.MAX_VALUE));
    }

    private void sleepUntilDue() throws InterruptedException {
        Duration untilDue = spool.nextDue(name)
                .map(due -> Duration.between(clock.instant(), due))
                .orElse(LONGEST_SLEEP);
        signal.await(untilDue, LONGEST_SLEEP);
    }

    private void awaitTurn(Batch batch) throws InterruptedException {
        if (pace.isPresent()) {
            try {
                pace.get().pass(batch.eventCount());
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
        try {
            batch.send();
        } catch (RuntimeException | Error fault) {
            LOG.error("The destination failed inside the bridge", kv(LogFields.DESTINATION, name), fault);
            batch.reportRest(fault(fault));
            throwIfFatal(fault);
        }
    }

    /** Runs on the thread that reported the last event of the batch: one of the destination's, which has others to report. */
    private void finished(Batch batch) {
        try {
            leases.settle(judged(batch));
        } catch (RuntimeException | Error fault) {
            leases.lapse(batch.ids());
            LOG.error(
                    "What came of {} deliveries was lost to a fault inside the bridge; they are sent again when their leases"
                            + " lapse",
                    batch.ids().size(),
                    kv(LogFields.DESTINATION, name),
                    fault);
            throwIfFatal(fault);
        }
    }

    private List<Settlement> judged(Batch batch) {
        try {
            return settlements(batch);
        } finally {
            inFlight.addAndGet(-batch.deliveries().size());
            probe.compareAndSet(batch, null);
        }
    }

    private List<Settlement> settlements(Batch batch) {
        Optional<Outcome> fault = batch.first(Kind.PAUSED);
        Optional<Outcome> outage = batch.first(Kind.RETRY);
        boolean taken = batch.first(Kind.ACCEPTED).isPresent();
        // Where others were taken, one that comes back may be to blame itself.
        boolean away = outage.isPresent() && (!taken || batch.brokeOff());
        boolean failed = fault.isPresent() || away;
        if (!failed || (taken && fault.isEmpty())) {
            closed(taken, batch.sentAt());
        }
        // What is left undone because the bridge stops says nothing about the destination.
        Duration gate =
                failed && !stopping ? opened(fault.or(() -> outage).orElseThrow(), batch.sentAt()) : Duration.ZERO;
        boolean alone = batch.deliveries().size() == 1;
        Verdicts.Circumstances how = new Verdicts.Circumstances(batch.started(), gate, alone, stopping);
        return batch.deliveries().stream()
                .map(delivery -> verdicts.of(delivery, how))
                .toList();
    }

    private Duration opened(Outcome outcome, long sentAt) {
        boolean wasOpen = circuit.probing();
        Duration wait = circuit.failed(outcome, sentAt);
        if (wasOpen) {
            LOG.info("Still no luck: {}", outcome.reason(), kv(LogFields.DESTINATION, name));
        } else if (circuit.probing()) {
            LOG.error(
                    outcome.kind() == Kind.PAUSED
                            ? "The destination refuses us and needs a person; everything is kept: {}"
                            : "The destination cannot be reached; everything is kept and tried again: {}",
                    outcome.reason(),
                    kv(LogFields.DESTINATION, name));
        }
        metrics.destinationUp(name, !circuit.probing());
        return wait;
    }

    private void closed(boolean taken, long sentAt) {
        boolean wasOpen = circuit.probing();
        circuit.succeeded(sentAt);
        boolean open = circuit.probing();
        if (wasOpen && !open) {
            LOG.info("The destination takes events again", kv(LogFields.DESTINATION, name));
        }
        metrics.destinationUp(name, !open);
        if (taken) {
            lastSuccess = Optional.of(clock.instant());
        }
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
        leases.recordLast(LAST_TRIES);
    }
}
