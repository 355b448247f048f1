package io.siembridge.app.spool;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jdbi.v3.core.Handle;

/**
 * The tallies of all destinations in memory, as the last commit left them, and what is counted but not yet written. Nothing is ever
 * counted by going through rows, except to prove these right.
 */
final class Books {
    private volatile Map<Integer, Tally> tallies = new ConcurrentHashMap<>();
    private final Map<String, Map<Measure, LongAdder>> unwritten = new ConcurrentHashMap<>();

    void read(Handle handle) {
        Map<Integer, Tally> read = new ConcurrentHashMap<>();
        handle.createQuery("SELECT * FROM tally")
                .map((row, context) -> Map.entry(row.getInt("destination"), Tally.read(row)))
                .forEach(entry -> read.put(entry.getKey(), entry.getValue()));
        tallies = read;
    }

    Map<Integer, Tally> tallies() {
        return Map.copyOf(tallies);
    }

    Tally tally(int destination) {
        return tallies.getOrDefault(destination, Tally.NOTHING);
    }

    /** How many deliveries are in a state, of one destination or of all. */
    long count(DeliveryState state, Optional<Integer> destination) {
        Collection<Tally> counted = destination.isPresent() ? List.of(tally(destination.get())) : tallies.values();
        return counted.stream().mapToLong(tally -> tally.in(state)).sum();
    }

    /** Adds a committed change. */
    void add(int destination, Tally change) {
        tallies.merge(destination, change, Tally::plus);
    }

    /** Counts something that writes nothing by itself; the next commit takes it along. */
    void countLater(String source, Measure measure, long count) {
        unwritten
                .computeIfAbsent(source, unused -> new ConcurrentHashMap<>())
                .computeIfAbsent(measure, unused -> new LongAdder())
                .add(count);
    }

    boolean hasUnwritten() {
        return unwritten.values().stream()
                .flatMap(measures -> measures.values().stream())
                .anyMatch(adder -> adder.sum() != 0);
    }

    /** Takes what is to be written; to be given back if the transaction fails. */
    Map<String, Map<Measure, Long>> takeUnwritten() {
        Map<String, Map<Measure, Long>> taken = new HashMap<>();
        unwritten.forEach((source, measures) -> measures.forEach((measure, adder) -> {
            long count = adder.sumThenReset();
            if (count != 0) {
                taken.computeIfAbsent(source, unused -> new EnumMap<>(Measure.class))
                        .put(measure, count);
            }
        }));
        return taken;
    }

    void giveBack(Map<String, Map<Measure, Long>> taken) {
        taken.forEach((source, measures) -> measures.forEach((measure, count) -> countLater(source, measure, count)));
    }
}
