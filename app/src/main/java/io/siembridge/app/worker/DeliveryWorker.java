package io.siembridge.app.worker;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.spool.DeliveryId;
import io.siembridge.app.spool.Settlement;
import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.Settlement.DeadPart;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.telemetry.LogFields;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers to one destination, on one thread of its own: claims what is due, normalizes it, hands it over, settles what
 * comes back. Nothing here waits for another destination.
 */
public final class DeliveryWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final int BATCH_DELIVERIES = 256;
    private static final long BATCH_BYTES = 4L * 1024 * 1024;
    /** Deliveries waiting for a late confirmation; each is a few hundred bytes once its events are handed over. */
    private static final int MAX_IN_FLIGHT = 50_000;

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

    /** Failing so often on its own, a delivery lets those behind it show whether it is to blame or the destination. */
    private static final int FAILURES_ALONE = 3;

    /** How long a batch on its way may take when the bridge stops; one cut off may have arrived, and is sent again. */
    private static final Duration FINISH = Duration.ofSeconds(3);

    private static final Duration GIVE_UP = Duration.ofSeconds(5);

    private final String name;
    private final String type;
    private final Destination destination;
    private final Spool spool;
    private final WebhookNormalizer normalizer;
    private final EventFilter filter;
    private final RetryPolicy policy;
    private final Circuit circuit;
    private final Optional<Pace> pace;
    private final BridgeMetrics metrics;
    private final InstantSource clock;
    private final Thread thread;
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
        this.policy = new RetryPolicy(retry, random);
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
        while (!stopping) {
            try {
                deliverWhatIsDue();
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException | Error fault) {
                LOG.error(
                        "Delivering failed inside the bridge; nothing is lost, it goes on",
                        kv(LogFields.DESTINATION, name),
                        fault);
                throwIfFatal(fault);
                Duration unused = circuit.failed(fault(fault), System.nanoTime());
            }
        }
    }

    private static Outcome fault(Throwable fault) {
        return Outcome.retry("a fault inside the bridge: " + fault);
    }

    /**
     * A stack or a memory that was too small, or a class that is missing, is the trouble of one batch. When the machine below
     * is broken nothing can be trusted, and this thread ends; whoever runs it ends the program.
     */
    private static void throwIfFatal(Throwable fault) {
        boolean passing = fault instanceof StackOverflowError || fault instanceof OutOfMemoryError;
        if (fault instanceof VirtualMachineError broken && !passing) {
            throw broken;
        }
    }

    private void deliverWhatIsDue() throws InterruptedException {
        extendLeases();
        Optional<Duration> wait = circuit.waiting();
        if (wait.isPresent() || inFlight.get() >= MAX_IN_FLIGHT) {
            signal.await(wait.orElse(LONGEST_SLEEP), LONGEST_SLEEP);
            return;
        }
        boolean probing = circuit.probing();
        if (probing && inFlight.get() > 0) {
            signal.await(LONGEST_SLEEP, LONGEST_SLEEP);
            return;
        }
        List<ClaimedDelivery> claimed = spool.claim(name, probing ? 1 : BATCH_DELIVERIES, BATCH_BYTES, LEASE);
        if (claimed.isEmpty()) {
            sleepUntilDue();
            return;
        }
        claimed.forEach(each -> leased.add(each.id()));
        Optional<Batch> batch = prepare(claimed);
        if (batch.isPresent()) {
            send(batch.get());
        }
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
        Instant started = clock.instant();
        List<Settlement> done = new ArrayList<>();
        List<PreparedDelivery> toSend = new ArrayList<>();
        List<OcsfEvent> events = new ArrayList<>();
        Batch batch;
        try {
            for (ClaimedDelivery delivery : claimed) {
                prepare(delivery, started, toSend, events, done);
            }
            batch = new Batch(toSend, events, started, this::finished);
        } catch (RuntimeException | Error fault) {
            settle(claimed.stream().map(each -> Settlement.released(each.id())).toList());
            throw fault;
        }
        settle(done);
        return toSend.isEmpty() ? Optional.empty() : Optional.of(batch);
    }

    private void send(Batch batch) throws InterruptedException {
        inFlight.addAndGet(batch.deliveries().size());
        if (pace.isPresent()) {
            pace.get().pass(batch.events().size());
        }
        try {
            destination.send(batch.events(), batch);
            batch.forgetEvents();
        } catch (RuntimeException | Error fault) {
            LOG.error("The destination failed inside the bridge", kv(LogFields.DESTINATION, name), fault);
            batch.reportRest(fault(fault));
            throwIfFatal(fault);
        }
    }

    private void prepare(
            ClaimedDelivery delivery,
            Instant started,
            List<PreparedDelivery> toSend,
            List<OcsfEvent> toSendEvents,
            List<Settlement> done) {
        try {
            Normalization normalization = normalizer.normalize(delivery.webhook());
            List<OcsfEvent> events = wanted(delivery, normalization);
            List<DeadPart> unreadable = normalization.unreadable().stream()
                    .map(item -> new DeadPart(Optional.empty(), item.path(), item.reason(), Optional.empty()))
                    .toList();
            if (!events.isEmpty()) {
                toSend.add(new PreparedDelivery(delivery, events, unreadable));
                toSendEvents.addAll(events);
            } else if (unreadable.isEmpty()) {
                done.add(Settlement.delivered(
                        delivery.id(),
                        attempt(started, 0, "accepted", "nothing of it is forwarded here", Optional.empty())));
            } else {
                done.add(unreadable(delivery, started, unreadable));
            }
        } catch (MalformedPayloadException malformed) {
            String reason = String.valueOf(malformed.getMessage());
            done.add(unreadable(
                    delivery, started, List.of(new DeadPart(Optional.empty(), "", reason, Optional.empty()))));
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error(
                    "A webhook could not be normalized because of a fault in the bridge; it becomes a dead letter and can be"
                            + " retried with a later version",
                    kv(LogFields.WEBHOOK, delivery.id().webhook()),
                    kv(LogFields.DESTINATION, name),
                    bug);
            DeadPart part = new DeadPart(Optional.empty(), "", "a fault in the normalizer: " + bug, Optional.empty());
            done.add(unreadable(delivery, started, List.of(part)));
        } catch (Error fault) {
            // Not the webhook's, perhaps: memory that others took, a jar that was replaced. It delays no other
            // meanwhile.
            throwIfFatal(fault);
            LOG.error(
                    "A webhook could not be normalized and is tried again",
                    kv(LogFields.WEBHOOK, delivery.id().webhook()),
                    kv(LogFields.DESTINATION, name),
                    fault);
            PreparedDelivery nothing = new PreparedDelivery(delivery, List.of(), List.of());
            done.add(again(nothing, started, fault(fault), Duration.ZERO, false));
        }
    }

    private List<OcsfEvent> wanted(ClaimedDelivery delivery, Normalization normalization) {
        return normalization.events().stream()
                .filter(event -> filter.wants(delivery.webhook().source(), event))
                .filter(event -> !delivery.acceptedEvents().contains(event.uid()))
                .toList();
    }

    private Settlement unreadable(ClaimedDelivery delivery, Instant started, List<DeadPart> parts) {
        LOG.error(
                "A webhook cannot be read and becomes a dead letter: {}",
                parts.get(0).reason(),
                kv(LogFields.WEBHOOK, delivery.id().webhook()),
                kv(LogFields.DESTINATION, name));
        metrics.delivery(name, "dead");
        return Settlement.dead(
                delivery.id(),
                delivery.acceptedEvents(),
                parts,
                attempt(started, 0, "rejected", parts.get(0).reason(), Optional.empty()));
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
        List<Settlement> settlements = new ArrayList<>();
        for (PreparedDelivery delivery : batch.deliveries()) {
            boolean alone = batch.deliveries().size() == 1;
            settlements.add(settlement(delivery, batch.started(), gate, alone));
        }
        return settlements;
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

    private Settlement settlement(PreparedDelivery delivery, Instant started, Duration gate, boolean alone) {
        DeliveryId id = delivery.id();
        Optional<Outcome> paused = delivery.first(Kind.PAUSED);
        Optional<Outcome> retry = delivery.first(Kind.RETRY);
        metrics.eventsSent(name, delivery.count(Kind.ACCEPTED));
        if (paused.isPresent() || retry.isPresent()) {
            return again(delivery, started, paused.orElseGet(retry::get), gate, alone);
        }
        List<DeadPart> dead = delivery.dead();
        if (!dead.isEmpty()) {
            metrics.delivery(name, "dead");
            LOG.error(
                    "{} of a webhook can never be delivered here and became dead letters: {}",
                    dead.size() == 1 ? "One event" : dead.size() + " events",
                    dead.get(0).reason(),
                    kv(LogFields.WEBHOOK, id.webhook()),
                    kv(LogFields.DESTINATION, name));
            Optional<String> excerpt = dead.get(0).excerpt();
            return Settlement.dead(
                    id,
                    delivery.acceptedUids(),
                    dead,
                    attempt(
                            started,
                            delivery.eventCount(),
                            "rejected",
                            dead.get(0).reason(),
                            excerpt));
        }
        metrics.delivery(name, "delivered");
        LOG.debug("Delivered", kv(LogFields.WEBHOOK, id.webhook()), kv(LogFields.DESTINATION, name));
        return Settlement.delivered(
                id, attempt(started, delivery.eventCount(), "accepted", "accepted", Optional.empty()));
    }

    private Settlement again(
            PreparedDelivery delivery, Instant started, Outcome outcome, Duration gate, boolean alone) {
        DeliveryId id = delivery.id();
        if (stopping && delivery.count(Kind.ACCEPTED) == 0) {
            return Settlement.released(id);
        }
        String kind = outcome.kind().name().toLowerCase(Locale.ROOT);
        Attempt attempt = attempt(started, delivery.eventCount(), kind, outcome.reason(), outcome.excerpt());
        metrics.delivery(name, kind);
        Optional<String> givenUp = outcome.kind() == Kind.PAUSED
                ? Optional.empty()
                : policy.givesUp(delivery.attempts() + 1, delivery.due(), clock.instant());
        if (givenUp.isPresent()) {
            metrics.delivery(name, "dead");
            LOG.error(
                    "A delivery is {}; it is a dead letter now",
                    givenUp.get(),
                    kv(LogFields.WEBHOOK, id.webhook()),
                    kv(LogFields.DESTINATION, name));
            return Settlement.dead(id, delivery.acceptedUids(), delivery.deadWith(givenUp.get()), attempt);
        }
        Duration wait = wait(delivery.attempts() + 1, outcome, gate, alone);
        return Settlement.retry(id, delivery.acceptedUids(), clock.instant().plus(wait), attempt);
    }

    /**
     * While the circuit is open it decides when to go on, in the order the webhooks came. A delivery that failed among good
     * ones waits by itself. One that keeps failing on its own steps behind the next: it may be what the peer cannot take,
     * and would be tried for ever while all others wait.
     */
    private Duration wait(int attempts, Outcome outcome, Duration gate, boolean alone) {
        if (gate.isZero()) {
            return policy.backoff(attempts, outcome.peersWait());
        }
        boolean stepsBehind = alone && attempts >= FAILURES_ALONE && outcome.kind() == Kind.RETRY;
        return stepsBehind ? gate.plus(policy.backoff(attempts - FAILURES_ALONE + 1, Optional.empty())) : Duration.ZERO;
    }

    private Attempt attempt(Instant started, int events, String outcome, String detail, Optional<String> excerpt) {
        Duration took = Duration.between(started, clock.instant());
        return new Attempt(started, took.isNegative() ? Duration.ZERO : took, events, outcome, detail, excerpt);
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
