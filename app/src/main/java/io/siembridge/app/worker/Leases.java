package io.siembridge.app.worker;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.spool.DeliveryId;
import io.siembridge.app.spool.Settlement;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.LogFields;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The deliveries to one destination that its worker holds: claimed, kept while they are on their way, and settled. */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final long BATCH_BYTES = 2L * 1024 * 1024;

    private final String destination;
    private final Spool spool;
    private final Runnable settled;
    private final Set<DeliveryId> held = ConcurrentHashMap.newKeySet();
    private long extendedAt = System.nanoTime();

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
        if (settlements.isEmpty()) {
            return;
        }
        // Before they are settled: a lease that nobody extends lapses, whatever may go wrong from here.
        lapse(settlements.stream().map(Settlement::delivery).toList());
        CompletableFuture<Void> unused = spool.settle(settlements).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error(
                        "What was delivered could not be recorded; it will be delivered again when its lease lapses",
                        kv(LogFields.DESTINATION, destination),
                        failure);
            }
            settled.run();
        });
    }
}
