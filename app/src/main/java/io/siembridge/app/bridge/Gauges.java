package io.siembridge.app.bridge;

import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** The metrics that are read off the spool when somebody asks. */
final class Gauges {
    private static final DestinationTally NOTHING = new DestinationTally(0, 0, 0, 0, 0, Optional.empty());

    private final BridgeMetrics metrics;
    private final Spool spool;
    private final InstantSource clock;
    private final Set<String> destinations = ConcurrentHashMap.newKeySet();
    private Map<String, DestinationTally> tallies = Map.of();
    private Instant read = Instant.EPOCH;

    private Gauges(BridgeMetrics metrics, Spool spool, InstantSource clock) {
        this.metrics = metrics;
        this.spool = spool;
        this.clock = clock;
    }

    /** Registers those of the spool as a whole. */
    static Gauges register(BridgeMetrics metrics, Spool spool, InstantSource clock) {
        Gauges gauges = new Gauges(metrics, spool, clock);
        metrics.gauge(
                "spool_bytes", "Size of the spool on disk", () -> spool.health().bytes());
        metrics.gauge(
                "spool_free_bytes",
                "Room left on the spool's volume",
                () -> spool.health().freeBytes());
        metrics.gauge(
                "spool_queue",
                "Webhooks waiting for the next commit",
                () -> spool.health().queued());
        metrics.gauge(
                "spool_accepts",
                "Whether webhooks are taken",
                () -> spool.health().accepts() ? 1 : 0);
        return gauges;
    }

    /** Registers those of destinations. They stay when one is removed: what it is owed is still in the spool. */
    void add(Collection<String> names) {
        names.stream().filter(destinations::add).forEach(this::add);
    }

    private void add(String name) {
        perDestination("delivery_backlog", "Deliveries waiting", name, DestinationTally::waiting);
        perDestination("dead_letters", "Deliveries given up and not dealt with", name, DestinationTally::dead);
        perDestination("deliveries_owed", "Deliveries ever owed", name, DestinationTally::owed);
        perDestination("deliveries_done", "Deliveries delivered", name, DestinationTally::delivered);
        perDestination(
                "deliveries_discarded", "Deliveries discarded by an operator", name, DestinationTally::discarded);
        perDestination("delivery_oldest_seconds", "Age of the oldest delivery waiting", name, this::oldestSeconds);
    }

    private void perDestination(
            String metric, String description, String name, ToLongFunction<DestinationTally> value) {
        metrics.gauge(
                metric,
                description,
                () -> value.applyAsLong(tallies().getOrDefault(name, NOTHING)),
                "destination",
                name);
    }

    private long oldestSeconds(DestinationTally tally) {
        return tally.oldestWaiting()
                .map(oldest ->
                        Math.max(0, Duration.between(oldest, clock.instant()).toSeconds()))
                .orElse(0L);
    }

    /** One reading serves a whole scrape. */
    private synchronized Map<String, DestinationTally> tallies() {
        Instant now = clock.instant();
        if (Duration.between(read, now).abs().toMillis() > 500) {
            tallies = spool.tallies();
            read = now;
        }
        return tallies;
    }
}
