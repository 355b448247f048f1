package io.siembridge.app.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The metrics of the bridge. Labels are configured names and words of our own, never anything a request carries, so the
 * number of series is fixed by the configuration.
 */
public final class BridgeMetrics {
    private static final String PREFIX = "siem_bridge_";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Value> values = new ConcurrentHashMap<>();
    private final Timer acknowledgement = Timer.builder(PREFIX + "webhook_ack")
            .description("From the end of a webhook's body to its answer")
            .serviceLevelObjectives(
                    Duration.ofMillis(1),
                    Duration.ofMillis(5),
                    Duration.ofMillis(10),
                    Duration.ofMillis(25),
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5))
            .register(registry);

    private final Counter commits = counter("spool_commits", "Synced transactions");
    private final Counter acceptancesCommitted = counter("spool_commit_acceptances", "Webhooks in those transactions");
    private final Counter settlementsCommitted =
            counter("spool_commit_settlements", "Settlements in those transactions");
    private final Timer commit = Timer.builder(PREFIX + "spool_commit")
            .description("Time a commit took, sync included")
            .register(registry);

    /** Prometheus text. */
    public String scrape() {
        return registry.scrape();
    }

    public void webhookReceived(String source, String result) {
        count("webhooks_received", "Webhooks by what they were answered", "source", source, "result", result);
    }

    public void webhookRejected(String source, String reason) {
        count("webhooks_rejected", "Webhooks that were not authentic, by reason", "source", source, "reason", reason);
    }

    /** A delivery id with other bytes, or bytes under another delivery id. */
    public void webhookSuspicious(String source, String sign) {
        count("webhooks_suspicious", "Accepted webhooks that look like a replay", "source", source, "sign", sign);
    }

    /** A connection whose sender was too slow, or that had to make room in a crowd. */
    public void connectionCut(String reason) {
        count("connections_cut", "Connections ended because their sender kept them waiting", "reason", reason);
    }

    public void acknowledged(Duration took) {
        acknowledgement.record(took);
    }

    public void signatureVerified(String source, String key, long epochSeconds) {
        set(
                "signature_last_verified_seconds",
                "Unix time at which a key last verified a webhook",
                (double) epochSeconds,
                "source",
                source,
                "key",
                key);
    }

    public void eventNormalized(String vendor, String eventClass) {
        count("events", "Events normalized", "vendor", vendor, "class", eventClass);
    }

    /** Something of a vendor that the mapping does not know. */
    public void novelty(String vendor, String kind) {
        count("novelties", "Event types and fields the mapping does not know", "vendor", vendor, "kind", kind);
    }

    public void delivery(String destination, String outcome) {
        count("deliveries", "Deliveries by outcome of an attempt", "destination", destination, "outcome", outcome);
    }

    public void eventsSent(String destination, long events) {
        counter("events_delivered", "Events a destination accepted", "destination", destination)
                .increment((double) events);
    }

    public void destinationUp(String destination, boolean up) {
        set(
                "destination_up",
                "Whether the last attempt reached the destination",
                up ? 1 : 0,
                "destination",
                destination);
    }

    /** Whether a destination that is configured no more is up is nobody's question; what it is owed still is. */
    public void destinationRemoved(String destination) {
        forget("", "destination", destination);
    }

    /** The keys of a source are others now: what was known of them tells nothing. */
    public void keysChanged(String source) {
        forget("", "source", source);
    }

    /** A value that changes now and then. */
    public void set(String name, String description, double value, String... labels) {
        values.computeIfAbsent(name + String.join("\0", labels), any -> {
                    AtomicLong held = new AtomicLong();
                    Gauge gauge = Gauge.builder(PREFIX + name, () -> Double.longBitsToDouble(held.get()))
                            .description(description)
                            .tags(Tags.of(labels))
                            .register(registry);
                    return new Value(gauge, held);
                })
                .held()
                .set(Double.doubleToRawLongBits(value));
    }

    /** Values that nobody will change any more: those whose names begin so and that have this label. */
    public void forget(String prefix, String label, String name) {
        values.values().removeIf(value -> {
            boolean of = name.equals(value.gauge().getId().getTag(label))
                    && value.gauge().getId().getName().startsWith(PREFIX + prefix);
            if (of) {
                registry.remove(value.gauge());
            }
            return of;
        });
    }

    public void commit(int acceptances, int settlements, Duration took) {
        commits.increment();
        acceptancesCommitted.increment(acceptances);
        settlementsCommitted.increment(settlements);
        commit.record(took);
    }

    /** A value that is asked for when metrics are read. */
    public void gauge(String name, String description, Supplier<Number> value, String... labels) {
        Gauge.builder(PREFIX + name, value)
                .description(description)
                .tags(Tags.of(labels))
                .register(registry);
    }

    private void count(String name, String description, String... labels) {
        counter(name, description, labels).increment();
    }

    private Counter counter(String name, String description, String... labels) {
        return counters.computeIfAbsent(
                name + String.join("\0", labels),
                any -> Counter.builder(PREFIX + name)
                        .description(description)
                        .tags(Tags.of(labels))
                        .register(registry));
    }

    private record Value(Gauge gauge, AtomicLong held) {}
}
