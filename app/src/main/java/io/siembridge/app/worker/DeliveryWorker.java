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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
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

    private final String name;
    private final String type;
    private final Destination destination;
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
        this.name = name;
        this.type = type;
        this.destination = destination;
        this.spool = spool;
        RetryPolicy policy = new RetryPolicy(retry, random);
        this.verdicts = new Verdicts(name, policy, metrics, clock);
        this.leases = new Leases(name, spool, this::wake);
        this.preparer = new Preparer(name, leases, normalizer, filter, verdicts, clock, this::finished);
        this.circuit = new Circuit(policy, System::nanoTime);
        this.pace = rate.map(Pace::new);
        this.metrics = metrics;
        this.clock = clock;
        this.thread = new Thread(this::work, "deliver-" + name);
    }

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
        leases.extend();
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
        if (inFlight.get() >= (probing ? 1 : MAX_IN_FLIGHT)) {
            signal.await(LONGEST_SLEEP, LONGEST_SLEEP);
            return;
        }
        Preparer.Prepared prepared = probing ? preparer.single() : preparer.next(circuit.most());
        if (prepared.claimed() == 0) {
            sleepUntilDue();
        } else if (prepared.batch().isPresent()) {
            send(prepared.batch().get());
        }
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
            leases.lapse(batch.ids());
        }
        leases.settle(settlements);
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
