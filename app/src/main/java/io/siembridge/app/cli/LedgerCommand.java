package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.operator.Wording;
import io.siembridge.app.spool.LedgerEntry;
import io.siembridge.app.spool.LedgerHour;
import io.siembridge.app.spool.SourceTally;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The books. */
@Command(
        name = "ledger",
        description = {
            "The books by hour and source, newest first: received = accepted + duplicate + rejected (not authentic) + refused.",
            "Those of destinations are in: siem-bridge status --json"
        },
        mixinStandardHelpOptions = true)
final class LedgerCommand extends OperatorCommand {
    @Option(
            names = "--since",
            paramLabel = "T",
            description = "From then on: a time, a day, 2h or 7d; a day by default.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "T", description = "Before then; now by default.")
    private Optional<String> until = Optional.empty();

    @Override
    JsonNode ask() throws Exception {
        Map<String, Optional<String>> query = new LinkedHashMap<>();
        query.put("since", since);
        query.put("until", until);
        return client().get("/api/v1/ledger", query);
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        List<LedgerEntry> entries = new ArrayList<>();
        answer.path("entries").forEach(each -> entries.add(entry(each)));
        Table table = new Table(
                "HOUR",
                "SOURCE",
                "RECEIVED",
                "= ACCEPTED",
                "+ DUPLICATE",
                "+ REJECTED",
                "+ REFUSED",
                "WHY, AND DELIVERIES");
        for (LedgerHour hour : LedgerHour.of(entries)) {
            SourceTally tally = hour.received();
            List<String> more = new ArrayList<>(hour.deliveryTexts());
            if (tally.refused() > 0) {
                more.add(0, Wording.refusals(tally));
            }
            table.row(
                    Wording.second(hour.start()),
                    hour.source(),
                    Long.toString(tally.received()),
                    Long.toString(tally.accepted()),
                    Long.toString(tally.duplicate()),
                    Long.toString(tally.rejected()),
                    Long.toString(tally.refused()),
                    String.join("; ", more));
        }
        if (table.isEmpty()) {
            err().println("Nothing was received or delivered in that time.");
        } else {
            table.print(out);
        }
    }

    private static LedgerEntry entry(JsonNode json) {
        return new LedgerEntry(
                Instant.parse(json.path("hour").asText()),
                json.path("source").asText(),
                Optional.ofNullable(json.get("destination")).map(JsonNode::asText),
                json.path("measure").asText(),
                json.path("count").asLong());
    }
}
