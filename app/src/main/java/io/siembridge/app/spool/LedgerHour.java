package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the ledger says of a source and an hour.
 *
 * @param received what it sent, by what became of it
 * @param deliveries by destination and measure, of whatever webhooks of the source
 */
public record LedgerHour(
        Instant start, String source, SourceTally received, Map<String, Map<String, Long>> deliveries) {
    public LedgerHour {
        deliveries = Collections.unmodifiableMap(new TreeMap<>(deliveries));
    }

    /** Newest first, and each hour by source. */
    public static List<LedgerHour> of(Collection<LedgerEntry> entries) {
        record Key(Instant hour, String source) {}
        Map<Key, List<LedgerEntry>> byHour = entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> new Key(entry.hour(), entry.source()),
                        () -> new TreeMap<>(
                                Comparator.comparing(Key::hour).reversed().thenComparing(Key::source)),
                        Collectors.toList()));
        return byHour.entrySet().stream()
                .map(hour -> new LedgerHour(
                        hour.getKey().hour(),
                        hour.getKey().source(),
                        SourceTally.of(hour.getValue()),
                        deliveries(hour.getValue())))
                .toList();
    }

    private static Map<String, Map<String, Long>> deliveries(List<LedgerEntry> entries) {
        Map<String, Map<String, Long>> byDestination = new TreeMap<>();
        entries.forEach(entry -> entry.destination()
                .ifPresent(destination -> byDestination
                        .computeIfAbsent(destination, any -> new TreeMap<>())
                        .merge(entry.measure(), entry.count(), Long::sum)));
        return byDestination;
    }

    /** Such as {@code splunk: dead 1, delivered 12}, one text for each destination. */
    public List<String> deliveryTexts() {
        return deliveries.entrySet().stream()
                .map(each -> each.getKey() + ": "
                        + each.getValue().entrySet().stream()
                                .map(count -> count.getKey() + " " + count.getValue())
                                .collect(Collectors.joining(", ")))
                .toList();
    }
}
