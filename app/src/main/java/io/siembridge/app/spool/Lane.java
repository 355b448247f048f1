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
    /** No lease ends before this; some that would have ended then may be gone. */
    private long noEndBefore;

    Lane(LongSupplier nanos) {
        this.nanos = nanos;
        this.noEndBefore = nanos.getAsLong();
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

    /** Takes back the leases that have run out. Looks at them all only if one may have: there can be tens of thousands. */
    synchronized void lapse() {
        long now = nanos.getAsLong();
        if (bySeq.isEmpty() || noEndBefore - now > 0) {
            return;
        }
        long left = Long.MAX_VALUE;
        for (Iterator<Lease> all = bySeq.values().iterator(); all.hasNext(); ) {
            Lease lease = all.next();
            if (lease.endNanos() - now <= 0) {
                all.remove();
                byReceipt.remove(lease.receipt());
                rewind(lease.seq());
            } else {
                left = Math.min(left, lease.endNanos() - now);
            }
        }
        noEndBefore = bySeq.isEmpty() ? now : now + left;
    }

    /** How long until the first lease may run out. */
    synchronized OptionalLong nextLapseNanos() {
        lapse();
        return bySeq.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Math.max(0, noEndBefore - nanos.getAsLong()));
    }

    private void put(Lease lease) {
        noEndBefore = bySeq.isEmpty() || lease.endNanos() - noEndBefore < 0 ? lease.endNanos() : noEndBefore;
        bySeq.put(lease.seq(), lease);
        byReceipt.put(lease.receipt(), lease);
    }
}
