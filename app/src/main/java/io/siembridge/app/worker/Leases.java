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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries to one destination that its worker holds: claimed, kept while they are on their way, and settled. While the
 * spool cannot be written, as when its disk is full, what came of them waits here.
 */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    static final Duration LEASE = Duration.ofMinutes(5);
    private static final long BATCH_BYTES = 2L * 1024 * 1024;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LAST_TRIES = Duration.ofMillis(100);

    private final String destination;
    private final Spool spool;
    private final Duration lease;
    private final Runnable settled;
    private final Set<DeliveryId> held = ConcurrentHashMap.newKeySet();
    private final AtomicInteger settling = new AtomicInteger();
    private final Queue<Unrecorded> unrecorded = new ConcurrentLinkedQueue<>();
    private long triedAt = System.nanoTime();

    /**
     * What could not be written.
     *
     * @param since reading of the nano clock when it was first tried
     */
    private record Unrecorded(List<Settlement> settlements, long since) {}

    /** @param settled called, on any thread, whenever a settlement is done and something else may be due */
    Leases(String destination, Spool spool, Duration lease, Runnable settled) {
        this.destination = destination;
        this.spool = spool;
        this.lease = lease;
        this.settled = settled;
    }

    /** Takes what is due, at most so many. */
    List<ClaimedDelivery> claim(int most) {
        List<ClaimedDelivery> claimed = spool.claim(destination, most, BATCH_BYTES, lease);
        claimed.forEach(each -> held.add(each.id()));
        return claimed;
    }

    /** Keeps what is held for longer. To be called {@link #extendEvery} so often, whatever the peer does meanwhile. */
    void extend() {
        try {
            spool.extend(List.copyOf(held), lease);
        } catch (RuntimeException | Error fault) {
            // Whoever calls it at intervals would not call it again.
            LOG.error("Deliveries on their way may be sent again", kv(LogFields.DESTINATION, destination), fault);
        }
    }

    Duration extendEvery() {
        return lease.dividedBy(4);
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
        CompletableFuture<Void> written = spool.settle(outcome.settlements());
        settling.incrementAndGet();
        CompletableFuture<Void> unused = written.whenComplete((done, failure) -> settled(outcome, ids, failure));
    }

    private void settled(Unrecorded outcome, List<DeliveryId> ids, @Nullable Throwable failure) {
        settling.decrementAndGet();
        if (failure == null) {
            settled.run();
        } else if (isWorthAnotherTry(outcome)) {
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

    /** While the spool takes nothing it is the spool's fault, else, perhaps, that of these settlements, for ever. */
    private boolean isWorthAnotherTry(Unrecorded outcome) {
        return System.nanoTime() - outcome.since() < lease.toNanos()
                || !spool.health().accepts();
    }

    /** Whether some settlements are still being written, so that older deliveries may be due in a moment. */
    boolean isSettling() {
        return settling.get() > 0;
    }

    /** Whether something was sent of which the spool does not know what came of it. To send more would be to send it twice. */
    boolean oweRecords() {
        return !unrecorded.isEmpty();
    }

    /** Tries again to write what could not be written, now and then. Called by the worker's own thread only. */
    void recordAgain() {
        if (System.nanoTime() - triedAt > BETWEEN_TRIES.toNanos()) {
            triedAt = System.nanoTime();
            recordOnceMore();
        }
    }

    /** Tries until all is written or this time is over. To be called when nothing is sent any more. */
    void recordLast(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while ((oweRecords() || isSettling()) && end - System.nanoTime() > 0) {
                if (!isSettling()) {
                    recordOnceMore();
                }
                TimeUnit.NANOSECONDS.sleep(BETWEEN_LAST_TRIES.toNanos());
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        if (oweRecords()) {
            LOG.error(
                    "What came of deliveries could not be recorded; they are sent again",
                    kv(LogFields.DESTINATION, destination));
        }
    }

    /** Each once: what fails at once, as when the spool is closed, would be met again at the end of the queue. */
    private void recordOnceMore() {
        for (int left = unrecorded.size(); left > 0; left--) {
            Unrecorded next = unrecorded.poll();
            if (next != null) {
                settle(next);
            }
        }
    }
}
