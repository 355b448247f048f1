package io.siembridge.app.worker;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.spool.DeliveryId;
import io.siembridge.app.spool.Settlement;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.LogFields;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries to one destination that its worker holds: claimed, kept while they are on their way, and settled. While the
 * spool cannot be written, as when its disk is full, what came of them waits here.
 */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final long BATCH_BYTES = 2L * 1024 * 1024;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final String destination;
    private final Spool spool;
    private final Runnable settled;
    private final Set<DeliveryId> held = ConcurrentHashMap.newKeySet();
    private final Queue<Unrecorded> unrecorded = new ConcurrentLinkedQueue<>();
    private long triedAt = System.nanoTime();
    private long extendedAt = System.nanoTime();

    /**
     * What could not be written.
     *
     * @param since reading of the nano clock when it was first tried
     */
    private record Unrecorded(List<Settlement> settlements, long since) {}

    /** @param settled called, on any thread, whenever a settlement is done and something else may be due */
    Leases(String destination, Spool spool, Runnable settled) {
        this.destination = destination;
        this.spool = spool;
        this.settled = settled;
    }

    /** Takes what is due, at most so many. */
    List<ClaimedDelivery> claim(int most) {
        List<ClaimedDelivery> claimed = spool.claim(destination, most, BATCH_BYTES, LEASE);
        claimed.forEach(each -> held.add(each.id()));
        return claimed;
    }

    /** Keeps what is held for longer, now and then. Called by the worker's own thread only. */
    void extend() {
        if (System.nanoTime() - extendedAt > LEASE.toNanos() / 4) {
            extendedAt = System.nanoTime();
            spool.extend(List.copyOf(held), LEASE);
        }
    }

    /** Lets these go without a settlement: their leases lapse, and they are delivered again. */
    void lapse(List<DeliveryId> deliveries) {
        deliveries.forEach(held::remove);
    }

    /** Gives these back as they were: due, and untried. */
    void release(List<DeliveryId> deliveries) {
        settle(deliveries.stream().map(Settlement::released).toList());
    }

    void settle(List<Settlement> settlements) {
        if (!settlements.isEmpty()) {
            settle(new Unrecorded(settlements, System.nanoTime()));
        }
    }

    private void settle(Unrecorded outcome) {
        List<DeliveryId> ids =
                outcome.settlements().stream().map(Settlement::delivery).toList();
        // Before they are settled: a lease that nobody extends lapses, whatever may go wrong from here.
        lapse(ids);
        CompletableFuture<Void> unused =
                spool.settle(outcome.settlements()).whenComplete((done, failure) -> settled(outcome, ids, failure));
    }

    private void settled(Unrecorded outcome, List<DeliveryId> ids, @Nullable Throwable failure) {
        if (failure == null) {
            settled.run();
        } else if (System.nanoTime() - outcome.since() < LEASE.toNanos()) {
            LOG.warn(
                    "What came of {} deliveries cannot be recorded yet; it is tried again, and no more is sent meanwhile: {}",
                    ids.size(),
                    failure.getMessage(),
                    kv(LogFields.DESTINATION, destination));
            held.addAll(ids);
            unrecorded.add(outcome);
        } else {
            LOG.error(
                    "What came of {} deliveries could not be recorded; they will be sent again when their leases lapse",
                    ids.size(),
                    kv(LogFields.DESTINATION, destination),
                    failure);
            settled.run();
        }
    }

    /** Whether something was sent of which the spool does not know what came of it. To send more would be to send it twice. */
    boolean oweRecords() {
        return !unrecorded.isEmpty();
    }

    /** Tries again to write what could not be written, now and then. Called by the worker's own thread only. */
    void recordAgain() {
        if (System.nanoTime() - triedAt > BETWEEN_TRIES.toNanos()) {
            triedAt = System.nanoTime();
            for (Unrecorded next = unrecorded.poll(); next != null; next = unrecorded.poll()) {
                settle(next);
            }
        }
    }
}
