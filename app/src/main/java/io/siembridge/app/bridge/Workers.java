package io.siembridge.app.bridge;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.app.worker.EventFilter;
import io.siembridge.app.worker.WebhookNormalizer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker of each destination: makes them, starts them, and exchanges those whose destination has changed. */
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** More than a worker takes whose destination keeps to its contract. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(14);

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
            Map<String, DeliveryWorker> going = new LinkedHashMap<>(before);
            going.entrySet().removeIf(each -> each.getValue() == after.get(each.getKey()));
            going.keySet().forEach(spoolEvents::forget);
            closeAll(closers(going), LONGEST_STOP);
            going.keySet().stream().filter(name -> !after.containsKey(name)).forEach(metrics::destinationRemoved);
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

    /**
     * All at a time, so that one which hangs takes nothing of the others' time to finish. One that hangs for good, as on a
     * network drive that is gone, is left behind: what it has not settled is in the spool.
     */
    static void closeAll(Map<String, Runnable> closers, Duration patience) {
        Map<String, Thread> closing = new LinkedHashMap<>();
        closers.forEach((name, closer) -> {
            Thread thread = new Thread(() -> close(name, closer), "close-" + name);
            thread.setDaemon(true);
            closing.put(name, thread);
            thread.start();
        });
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        for (Map.Entry<String, Thread> each : closing.entrySet()) {
            interrupted |= awaitEnd(each.getValue(), end);
            if (each.getValue().isAlive()) {
                LOG.error(
                        "Destination {} hangs and is left behind; what it has not settled is sent again",
                        each.getKey());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Runnable> closers(Map<String, DeliveryWorker> workers) {
        Map<String, Runnable> closers = new LinkedHashMap<>();
        workers.forEach((name, worker) -> closers.put(name, worker::close));
        return closers;
    }

    /** Returns whether somebody is impatient meanwhile; it is waited all the same. */
    private static boolean awaitEnd(Thread thread, long end) {
        boolean interrupted = false;
        for (long left = end - System.nanoTime(); left > 0 && thread.isAlive(); left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException impatient) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private static void close(String name, Runnable closer) {
        try {
            closer.run();
        } catch (RuntimeException bug) {
            // The others, and what comes after them, are not to suffer from it.
            LOG.error("Destination {} could not be closed", name, bug);
        }
    }

    @Override
    public void close() {
        closeAll(closers(byName), LONGEST_STOP);
    }
}
