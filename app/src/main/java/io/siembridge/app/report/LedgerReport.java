package io.siembridge.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.LedgerEntry;
import io.siembridge.app.spool.SourceTally;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a report: a JSON array of accounts. One for each source and hour,
 * {@code received = accepted + duplicate + rejected + refused}, with what became of its deliveries in that hour; and
 * one for each destination as of now, {@code owed = delivered + waiting + dead + discarded}.
 */
final class LedgerReport {
    static final String KIND = "kind";
    static final String SOURCE = "source";
    static final String DESTINATION = "destination";
    static final String BRIDGE = "bridge";
    static final String HOUR = "hour";
    static final String START = "start_time";
    static final String END = "end_time";
    static final String RECEIVED = "received";
    static final String OWED = "owed";
    static final List<String> PARTS_OF_RECEIVED = List.of("accepted", "duplicate", "rejected", "refused");
    static final List<String> PARTS_OF_OWED = List.of("delivered", "waiting", "dead", "discarded");

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final String bridge;
    private final ArrayNode accounts = JsonNodeFactory.instance.arrayNode();

    /** @param bridge what tells this bridge from others that report to the same SIEM */
    LedgerReport(String bridge) {
        this.bridge = bridge;
    }

    /**
     * Adds an hour.
     *
     * @param entries what the ledger has of it
     * @param expected sources that are named even if nothing is known of them
     */
    void hour(Instant hour, List<LedgerEntry> entries, Collection<String> expected) {
        Map<String, List<LedgerEntry>> bySource = new TreeMap<>();
        expected.forEach(source -> bySource.put(source, new ArrayList<>()));
        entries.forEach(entry -> bySource.computeIfAbsent(entry.source(), any -> new ArrayList<>())
                .add(entry));
        bySource.forEach((source, ofSource) -> accounts.add(source(source, hour, ofSource)));
    }

    private ObjectNode source(String source, Instant hour, List<LedgerEntry> entries) {
        SourceTally tally = SourceTally.of(entries);
        ObjectNode account = account(SOURCE, source, hour)
                .put(RECEIVED, tally.received())
                .put("accepted", tally.accepted())
                .put("duplicate", tally.duplicate())
                .put("rejected", tally.rejected())
                .put("refused", tally.refused());
        tally.refusals()
                .forEach((reason, count) ->
                        account.withObjectProperty("refused_because").put(reason, count));
        for (LedgerEntry entry : entries) {
            entry.destination()
                    .ifPresent(destination -> account.withObjectProperty("destinations")
                            .withObjectProperty(destination)
                            .put(entry.measure(), entry.count()));
        }
        return account;
    }

    /** Adds how the books of all destinations stand after an hour. */
    void books(Instant hour, Map<String, DestinationTally> tallies) {
        tallies.forEach((destination, tally) -> accounts.add(account(DESTINATION, destination, hour)
                .put(OWED, tally.owed())
                .put("delivered", tally.delivered())
                .put("waiting", tally.waiting())
                .put("dead", tally.dead())
                .put("discarded", tally.discarded())));
    }

    private ObjectNode account(String kind, String name, Instant hour) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(KIND, kind)
                .put(BRIDGE, bridge)
                .put(kind, name)
                .put(HOUR, hour.toString())
                .put(START, hour.toEpochMilli())
                .put(END, hour.plus(AN_HOUR).toEpochMilli());
    }

    byte[] bytes() {
        return accounts.toString().getBytes(StandardCharsets.UTF_8);
    }
}
