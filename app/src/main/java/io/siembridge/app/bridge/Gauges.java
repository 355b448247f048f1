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
import java.util.function.ToLongFunction;

/** The metrics that are read off the spool when somebody asks. */
final class Gauges {
    private static final DestinationTally NOTHING = new DestinationTally(0, 0, 0, 0, 0, Optional.empty());

    private final Spool spool;
    private final InstantSource clock;
    private Map<String, DestinationTally> tallies = Map.of();
    private Instant read = Instant.EPOCH;

    private Gauges(Spool spool, InstantSource clock) {
        this.spool = spool;
        this.clock = clock;
    }

    static void register(BridgeMetrics metrics, Spool spool, Collection<String> destinations, InstantSource clock) {
        Gauges gauges = new Gauges(spool, clock);
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
        for (String name : destinations) {
            gauges.perDestination(metrics, "delivery_backlog", "Deliveries waiting", name, DestinationTally::waiting);
            gauges.perDestination(
                    metrics, "dead_letters", "Deliveries given up and not dealt with", name, DestinationTally::dead);
            gauges.perDestination(metrics, "deliveries_owed", "Deliveries ever owed", name, DestinationTally::owed);
            gauges.perDestination(
                    metrics, "deliveries_done", "Deliveries delivered", name, DestinationTally::delivered);
            gauges.perDestination(
                    metrics,
                    "deliveries_discarded",
                    "Deliveries discarded by an operator",
                    name,
                    DestinationTally::discarded);
            gauges.perDestination(
                    metrics,
                    "delivery_oldest_seconds",
                    "Age of the oldest delivery waiting",
                    name,
                    gauges::oldestSeconds);
        }
    }

    private void perDestination(
            BridgeMetrics metrics,
            String metric,
            String description,
            String name,
            ToLongFunction<DestinationTally> value) {
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
