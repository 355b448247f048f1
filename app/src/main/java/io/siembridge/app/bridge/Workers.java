package io.siembridge.app.bridge;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.app.worker.EventFilter;
import io.siembridge.app.worker.WebhookNormalizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker of each destination: makes them, starts them, and exchanges those whose destination has changed. */
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final Environment environment;
    private final Spool spool;
    private final SpoolEvents spoolEvents;
    private final WebhookNormalizer normalizer;
    private final Function<String, EventFilter> filters;
    private final BridgeMetrics metrics;
    private Map<String, DestinationConfig> configs = Map.of();
    private volatile Map<String, DeliveryWorker> byName = Map.of();

    /** @param filters which events a destination gets, by its name; asked for each event, so that routes may change */
    Workers(
            Environment environment,
            Spool spool,
            SpoolEvents spoolEvents,
            WebhookNormalizer normalizer,
            Function<String, EventFilter> filters,
            BridgeMetrics metrics) {
        this.environment = environment;
        this.spool = spool;
        this.spoolEvents = spoolEvents;
        this.normalizer = normalizer;
        this.filters = filters;
        this.metrics = metrics;
    }

    /** By destination. */
    Map<String, DeliveryWorker> byName() {
        return byName;
    }

    /**
     * Makes ready for other destinations; nothing stops or starts yet. A worker stays when its destination stands in
     * the file as it did.
     */
    Exchange exchange(Map<String, DestinationConfig> next) {
        Map<String, DeliveryWorker> after = new LinkedHashMap<>();
        next.forEach((name, config) -> {
            DestinationConfig before = configs.get(name);
            boolean stays = before != null && before.isSameAs(config);
            after.put(name, stays ? Objects.requireNonNull(byName.get(name)) : make(config));
        });
        return new Exchange(next, byName, after);
    }

    private DeliveryWorker make(DestinationConfig config) {
        String name = config.name();
        Destination destination = config.factory()
                .create(new DestinationContext(
                        name,
                        environment.hostName(),
                        environment.version(),
                        environment.clock(),
                        environment.random()));
        return new DeliveryWorker(
                name,
                config.type(),
                destination,
                spool,
                normalizer,
                filters.apply(name),
                config.retry(),
                config.rate(),
                metrics,
                environment.clock(),
                environment.random());
    }

    /** Some workers for others. First {@link #stop}, so that no destination ever has two, then {@link #start}. */
    final class Exchange {
        private final Map<String, DestinationConfig> configs;
        private final Map<String, DeliveryWorker> before;
        private final Map<String, DeliveryWorker> after;

        private Exchange(
                Map<String, DestinationConfig> configs,
                Map<String, DeliveryWorker> before,
                Map<String, DeliveryWorker> after) {
            this.configs = configs;
            this.before = before;
            this.after = after;
        }

        /** Stops those that are not needed any more; what they are owed stays in the spool. */
        void stop() {
            List<String> going = before.keySet().stream()
                    .filter(name -> before.get(name) != after.get(name))
                    .toList();
            going.forEach(spoolEvents::forget);
            closeAll(going.stream()
                    .map(name -> Objects.requireNonNull(before.get(name)))
                    .toList());
            going.stream().filter(name -> !after.containsKey(name)).forEach(metrics::destinationRemoved);
        }

        void start() {
            Workers.this.configs = configs;
            byName = after;
            after.forEach((name, worker) -> {
                DeliveryWorker old = before.get(name);
                if (old != worker) {
                    if (old != null && old.isHeld()) {
                        worker.pause();
                    }
                    spoolEvents.wakes(name, worker);
                    worker.start();
                }
            });
        }
    }

    /** All at a time, so that one which hangs takes nothing of the others' time to finish. */
    private static void closeAll(Collection<DeliveryWorker> workers) {
        List<Thread> closing = workers.stream()
                .map(worker -> new Thread(
                        () -> close(worker), "close-" + worker.status().name()))
                .toList();
        closing.forEach(Thread::start);
        boolean interrupted = false;
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException impatient) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(DeliveryWorker worker) {
        try {
            worker.close();
        } catch (RuntimeException bug) {
            // The others, and what comes after them, are not to suffer from it.
            LOG.error("A destination could not be closed: {}", worker.status().name(), bug);
        }
    }

    @Override
    public void close() {
        closeAll(byName.values());
    }
}
