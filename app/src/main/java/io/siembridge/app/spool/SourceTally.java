package io.siembridge.app.spool;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a source sent, by what became of it: received = accepted + duplicate + rejected + refused.
 *
 * @param rejected not authentic
 * @param refusals what was not taken for another reason, by reason
 */
public record SourceTally(long accepted, long duplicate, long rejected, Map<String, Long> refusals) {
    public SourceTally {
        refusals = Map.copyOf(refusals);
    }

    /** Adds up what the ledger says of a source; what it says of destinations is left out. */
    public static SourceTally of(Collection<LedgerEntry> entries) {
        Map<String, Long> counts = new TreeMap<>();
        entries.stream()
                .filter(entry -> entry.destination().isEmpty())
                .forEach(entry -> counts.merge(entry.measure(), entry.count(), Long::sum));
        Map<String, Long> refusals = new TreeMap<>(counts);
        refusals.keySet().retainAll(Measure.REFUSALS.stream().map(Measure::word).toList());
        return new SourceTally(
                counts.getOrDefault(Measure.ACCEPTED.word(), 0L),
                counts.getOrDefault(Measure.DUPLICATE.word(), 0L),
                counts.getOrDefault(Measure.REJECTED.word(), 0L),
                refusals);
    }

    public long refused() {
        return refusals.values().stream().mapToLong(Long::longValue).sum();
    }

    public long received() {
        return accepted + duplicate + rejected + refused();
    }
}
