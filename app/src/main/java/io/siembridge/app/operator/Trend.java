package io.siembridge.app.operator;

import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.Spool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The books of the last hour, looked at every ten seconds: how fast a destination takes deliveries and how its backlog moves. */
final class Trend implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trend.class);
    private static final long PERIOD_SECONDS = 10;
    /** An hour's. */
    static final int KEPT = 360;

    private static final Duration RATE_OVER = Duration.ofMinutes(1);

    private final Spool spool;
    private final InstantSource clock;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "operator-trend");
        thread.setDaemon(true);
        return thread;
    });

    Trend(Spool spool, InstantSource clock) {
        this.spool = spool;
        this.clock = clock;
    }

    private record Sample(Instant at, Map<String, DestinationTally> tallies) {}

    void start() {
        ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(this::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            Sample sample = new Sample(clock.instant(), spool.tallies());
            synchronized (samples) {
                samples.addLast(sample);
                if (samples.size() > KEPT) {
                    samples.removeFirst();
                }
            }
        } catch (RuntimeException failure) {
            LOG.warn("The books could not be read for the console's charts", failure);
        }
    }

    /** Deliveries a minute over about the last minute; empty before there are two samples. */
    Optional<Double> perMinute(String destination) {
        synchronized (samples) {
            if (samples.size() < 2) {
                return Optional.empty();
            }
            Sample last = samples.getLast();
            Sample first = samples.stream()
                    .filter(sample -> !sample.at().isBefore(last.at().minus(RATE_OVER)))
                    .findFirst()
                    .orElse(last);
            double minutes = Duration.between(first.at(), last.at()).toMillis() / 60_000.0;
            long delivered = delivered(last, destination) - delivered(first, destination);
            return minutes <= 0 ? Optional.empty() : Optional.of(Math.max(0, delivered) / minutes);
        }
    }

    /** How many deliveries waited, oldest sample first. */
    List<Long> backlog(String destination) {
        List<Long> backlog = new ArrayList<>();
        synchronized (samples) {
            for (Sample sample : samples) {
                DestinationTally tally = sample.tallies().get(destination);
                backlog.add(tally == null ? 0 : tally.waiting());
            }
        }
        return backlog;
    }

    private static long delivered(Sample sample, String destination) {
        DestinationTally tally = sample.tallies().get(destination);
        return tally == null ? 0 : tally.delivered();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
