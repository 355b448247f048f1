package io.siembridge.app.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.sender.Receipt;
import io.siembridge.app.spool.DestinationTally;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the demo saw.
 *
 * @param destinations their names, in the order of the table
 * @param books of each destination, once nothing was in flight
 * @param troubles what destinations that are not well say, by their names
 */
public record DemoReport(
        List<RoundTrip> roundTrips,
        List<String> destinations,
        Map<String, DestinationTally> books,
        Map<String, String> troubles) {

    /**
     * One sample, sent and followed.
     *
     * @param missing destinations where not all of its events came out
     */
    record RoundTrip(Sample sample, Receipt receipt, Set<ExpectedEvent> expected, List<String> missing, Duration took) {
        boolean isGood() {
            return receipt.isAccepted() && missing.isEmpty();
        }

        private String at(String destination) {
            if (!receipt.isAccepted() || missing.contains(destination)) {
                return "MISSING";
            }
            return expected.isEmpty() ? "-" : "ok";
        }
    }

    /** Whether everything came out as it should, and owed = delivered + dead + discarded for every destination. */
    public boolean isGood() {
        return !roundTrips.isEmpty()
                && roundTrips.stream().allMatch(RoundTrip::isGood)
                && books.values().stream().allMatch(tally -> tally.closes() && tally.waiting() == 0);
    }

    private long events() {
        return roundTrips.stream().mapToLong(each -> each.expected().size()).sum();
    }

    /** As a table, for people. */
    public void printTable(PrintWriter out) {
        out.printf("%-10s %-44s %-8s %6s", "vendor", "sample", "verified", "events");
        destinations.forEach(name -> out.printf(" %-8s", name));
        out.printf(" %10s%n", "round trip");
        roundTrips.forEach(each -> printRow(out, each));
        roundTrips.stream()
                .filter(each -> !each.receipt().isAccepted())
                .findFirst()
                .ifPresent(each -> out.printf(
                        "%n%s was answered %d %s%n",
                        each.sample().id(),
                        each.receipt().status(),
                        each.receipt().answer()));
        troubles.forEach((name, trouble) -> out.printf("%n%s is %s%n", name, trouble));
        out.println();
        books.forEach((name, tally) -> out.printf(
                "%-10s owed %d = delivered %d + waiting %d + dead %d + discarded %d%s%n",
                name,
                tally.owed(),
                tally.delivered(),
                tally.waiting(),
                tally.dead(),
                tally.discarded(),
                tally.closes() ? "" : "  DOES NOT CLOSE"));
        out.printf(
                "%n%s: %d webhooks, %d events, %d destinations%n",
                isGood() ? "ALL GOOD" : "NOT GOOD", roundTrips.size(), events(), destinations.size());
        out.flush();
    }

    private void printRow(PrintWriter out, RoundTrip each) {
        out.printf(
                "%-10s %-44s %-8s %6d",
                each.sample().vendor().id(),
                each.sample().name(),
                each.receipt().isAccepted() ? "yes" : "NO",
                each.expected().size());
        destinations.forEach(name -> out.printf(" %-8s", each.at(name)));
        out.printf(" %7d ms%n", each.took().toMillis());
    }

    /** The same for programs: one JSON document. */
    public String toJson() {
        ObjectNode report = new JsonMapper().createObjectNode();
        report.put("good", isGood());
        for (RoundTrip each : roundTrips) {
            ObjectNode row = report.withArray("/webhooks").addObject();
            row.put("vendor", each.sample().vendor().id());
            row.put("sample", each.sample().name());
            row.put("status", each.receipt().status());
            row.put("verified", each.receipt().isAccepted());
            row.put("events", each.expected().size());
            destinations.forEach(name -> row.withObject("/destinations").put(name, each.at(name)));
            row.put("round_trip_ms", each.took().toMillis());
        }
        books.forEach((name, tally) -> report.withObject("/books")
                .putObject(name)
                .put("owed", tally.owed())
                .put("delivered", tally.delivered())
                .put("waiting", tally.waiting())
                .put("dead", tally.dead())
                .put("discarded", tally.discarded())
                .put("closes", tally.closes()));
        troubles.forEach((name, trouble) -> report.withObject("/troubles").put(name, trouble));
        return report.toPrettyString();
    }
}
