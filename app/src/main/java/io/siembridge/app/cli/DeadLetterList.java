package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.operator.Wording;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters. */
class DeadLetterList implements Callable<Integer> {
    @Mixin
    private OperatorOptions operator = new OperatorOptions();

    @Option(names = "--source", paramLabel = "S", description = "Only of this source.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--destination", paramLabel = "D", description = "Only for this destination.")
    private Optional<String> destination = Optional.empty();

    @Option(names = "--fate", paramLabel = "FATE", description = "open (default), retried or discarded.")
    private Optional<String> fate = Optional.empty();

    @Option(names = "--since", paramLabel = "T", description = "Only buried since: a time, a day, 15m, 2h or 7d.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Option(names = "--cursor", paramLabel = "C", description = "Go on where an earlier list ended.")
    private Optional<String> cursor = Optional.empty();

    @Override
    public Integer call() throws Exception {
        Map<String, Optional<String>> filter = new LinkedHashMap<>();
        filter.put("source", source);
        filter.put("destination", destination);
        filter.put("fate", fate);
        filter.put("since", since);
        filter.put("cursor", cursor);
        filter.put("limit", Optional.of(Integer.toString(limit)));
        JsonNode page = operator.client().get("/api/v1/dead-letters", filter);
        if (operator.json()) {
            operator.print(page);
            return 0;
        }
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
            operator.err().println("No dead letter fits. What waits is in: siem-bridge webhooks --state waiting");
        } else {
            table.print(operator.out());
            operator.err().println("What to do about one: siem-bridge dead-letters show ID");
        }
        if (page.has("next")) {
            operator.err()
                    .println("There are more: --cursor " + page.path("next").asText());
        }
        return 0;
    }
}
