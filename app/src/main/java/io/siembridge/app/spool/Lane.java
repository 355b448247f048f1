package io.siembridge.app.spool;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What is leased of one destination's deliveries, and from where on to look for more. It lives in memory only: the spool belongs to one
 * process, so the leases of a process that died are gone with it (docs/decisions/0003). Leases end by a clock that nobody can set.
 */
final class Lane {
    /** A delivery that a worker holds. */
    record Lease(long seq, String receipt, int source, long endNanos) {}

    private final LongSupplier nanos;
    private final Map<Long, Lease> bySeq = new HashMap<>();
    private final Map<String, Lease> byReceipt = new HashMap<>();
    private long cursor;

    Lane(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized Optional<Lease> find(String receipt) {
        return Optional.ofNullable(byReceipt.get(receipt));
    }

    synchronized boolean isLeased(long seq) {
        return bySeq.containsKey(seq);
    }

    synchronized int leased() {
        return bySeq.size();
    }

    /** Every delivery that is due at once and lies before this is leased. */
    synchronized long cursor() {
        return cursor;
    }

    synchronized void advance(long seq) {
        cursor = Math.max(cursor, seq);
    }

    /** A delivery at this place became due. */
    synchronized void rewind(long seq) {
        cursor = Math.min(cursor, seq - 1);
    }

    synchronized void lease(long seq, String receipt, int source, Duration time) {
        put(new Lease(seq, receipt, source, nanos.getAsLong() + time.toNanos()));
    }

    /** Gives those more time that are still held. */
    synchronized void extend(Collection<String> receipts, Duration time) {
        lapse();
        for (String receipt : receipts) {
            find(receipt).ifPresent(held -> lease(held.seq(), receipt, held.source(), time));
        }
    }

    /** The delivery was settled; when it is due again it may be leased again. */
    synchronized void settled(long seq) {
        Lease lease = bySeq.remove(seq);
        if (lease != null) {
            byReceipt.remove(lease.receipt());
        }
    }

    /** Takes back the leases that have run out. */
    synchronized void lapse() {
        long now = nanos.getAsLong();
        for (Iterator<Lease> all = bySeq.values().iterator(); all.hasNext(); ) {
            Lease lease = all.next();
            if (lease.endNanos() - now <= 0) {
                all.remove();
                byReceipt.remove(lease.receipt());
                rewind(lease.seq());
            }
        }
    }

    /** How long until the first lease runs out. */
    synchronized OptionalLong nextLapseNanos() {
        long now = nanos.getAsLong();
        return bySeq.values().stream()
                .mapToLong(lease -> Math.max(0, lease.endNanos() - now))
                .min();
    }

    private void put(Lease lease) {
        bySeq.put(lease.seq(), lease);
        byReceipt.put(lease.receipt(), lease);
    }
}
