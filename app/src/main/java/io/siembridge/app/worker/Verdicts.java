package io.siembridge.app.worker;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.spool.DeliveryId;
import io.siembridge.app.spool.Settlement;
import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.Settlement.DeadPart;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.telemetry.LogFields;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a delivery after an attempt: done, tried again at a time, or a dead letter; counted and logged. */
final class Verdicts {
    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);

    /** Failing so often on its own, a delivery lets those behind it show whether it is to blame or the destination. */
    static final int FAILURES_ALONE = 3;

    private final String name;
    private final RetryPolicy policy;
    private final BridgeMetrics metrics;
    private final InstantSource clock;

    /** Judges for the destination of this name. */
    Verdicts(String name, RetryPolicy policy, BridgeMetrics metrics, InstantSource clock) {
        this.name = name;
        this.policy = policy;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * The circumstances of an attempt.
     *
     * @param started when it began
     * @param gate for how long nothing is sent after it; zero if the destination goes on
     * @param alone whether no other delivery was in its batch
     * @param stopping whether the bridge is stopping, so that what was left undone is nobody's fault
     */
    record Circumstances(Instant started, Duration gate, boolean alone, boolean stopping) {
        static Circumstances unsent(Instant started) {
            return new Circumstances(started, Duration.ZERO, false, false);
        }
    }

    /** Done, since nothing of it is forwarded to this destination. */
    Settlement nothingForwarded(DeliveryId id, Instant started) {
        return Settlement.delivered(
                id, attempt(started, 0, "accepted", "nothing of it is forwarded here", Optional.empty()));
    }

    /** A dead letter: nothing of it can be read, or nothing but these parts was there. */
    Settlement unreadable(ClaimedDelivery delivery, Instant started, List<DeadPart> parts) {
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

    /** The verdict over a delivery whose events have all been reported. */
    Settlement of(PreparedDelivery delivery, Circumstances how) {
        DeliveryId id = delivery.id();
        Optional<Outcome> paused = delivery.first(Kind.PAUSED);
        Optional<Outcome> retry = delivery.first(Kind.RETRY);
        metrics.eventsSent(name, delivery.count(Kind.ACCEPTED));
        if (paused.isPresent() || retry.isPresent()) {
            return again(delivery, paused.orElseGet(retry::get), how);
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
                            how.started(),
                            delivery.eventCount(),
                            "rejected",
                            dead.get(0).reason(),
                            excerpt));
        }
        metrics.delivery(name, "delivered");
        LOG.debug("Delivered", kv(LogFields.WEBHOOK, id.webhook()), kv(LogFields.DESTINATION, name));
        return Settlement.delivered(
                id, attempt(how.started(), delivery.eventCount(), "accepted", "accepted", Optional.empty()));
    }

    /** Tried again, unless it has been often or long enough. */
    Settlement again(PreparedDelivery delivery, Outcome outcome, Circumstances how) {
        DeliveryId id = delivery.id();
        if (how.stopping() && delivery.count(Kind.ACCEPTED) == 0) {
            return Settlement.released(id);
        }
        String kind = outcome.kind().name().toLowerCase(Locale.ROOT);
        Attempt attempt = attempt(how.started(), delivery.eventCount(), kind, outcome.reason(), outcome.excerpt());
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
        Duration wait = wait(delivery.attempts() + 1, outcome, how);
        return Settlement.retry(id, delivery.acceptedUids(), clock.instant().plus(wait), attempt);
    }

    /**
     * While the circuit is open it decides when to go on, in the order the webhooks came. A delivery that failed among good
     * ones waits by itself. One that keeps failing on its own steps behind the next: it may be what the peer cannot take,
     * and would be tried for ever while all others wait.
     */
    private Duration wait(int attempts, Outcome outcome, Circumstances how) {
        if (how.gate().isZero()) {
            return policy.backoff(attempts, outcome.peersWait());
        }
        boolean stepsBehind = how.alone() && attempts >= FAILURES_ALONE && outcome.kind() == Kind.RETRY;
        return stepsBehind
                ? how.gate().plus(policy.backoff(attempts - FAILURES_ALONE + 1, Optional.empty(), Circuit.LONGEST_WAIT))
                : Duration.ZERO;
    }

    private Attempt attempt(Instant started, int events, String outcome, String detail, Optional<String> excerpt) {
        Duration took = Duration.between(started, clock.instant());
        return new Attempt(started, took.isNegative() ? Duration.ZERO : took, events, outcome, detail, excerpt);
    }
}
