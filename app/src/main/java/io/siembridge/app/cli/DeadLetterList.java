package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters. */
class DeadLetterList extends OperatorCommand {
    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Option(names = "--fate", paramLabel = "FATE", description = "open (default), retried or discarded.")
    private Optional<String> fate = Optional.empty();

    @Override
    JsonNode ask() throws Exception {
        Map<String, Optional<String>> query = filter.query();
        query.put("fate", fate);
        return client().get("/api/v1/dead-letters", list.query(query));
    }

    @Override
    void print(JsonNode page, PrintWriter out) {
        Table table = new Table("ID", "BURIED", "SOURCE", "DESTINATION", "WEBHOOK", "REASON");
        for (JsonNode each : page.path("dead_letters")) {
            table.row(
                    each.path("id").asText(),
                    Wording.second(Instant.parse(each.path("buried").asText())),
                    each.path("source").asText(),
                    each.path("destination").asText(),
                    each.path("webhook").asText(),
                    each.path("reason").asText());
        }
        if (table.isEmpty()) {
            err().println("No dead letter fits. What waits is in: siem-bridge webhooks --state waiting");
        } else {
            table.print(out);
            err().println("What to do about one: siem-bridge dead-letters show ID");
        }
        ListOptions.sayIfMore(page, err());
    }
}
