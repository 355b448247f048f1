package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.config.NearestName;
import io.siembridge.app.operator.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists webhooks. */
class WebhookList implements Callable<Integer> {
    @Mixin
    private OperatorOptions operator = new OperatorOptions();

    @Option(names = "--source", paramLabel = "S", description = "Only of this source.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--destination", paramLabel = "D", description = "Only owed to this destination.")
    private Optional<String> destination = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only with a delivery that is waiting, delivered, dead or discarded.")
    private Optional<String> state = Optional.empty();

    @Option(names = "--delivery-id", paramLabel = "ID", description = "Only with this delivery id of the vendor.")
    private Optional<String> deliveryId = Optional.empty();

    @Option(names = "--since", paramLabel = "T", description = "Only received since: a time, a day, 15m, 2h or 7d.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "T", description = "Only received before.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Option(names = "--cursor", paramLabel = "C", description = "Go on where an earlier list ended.")
    private Optional<String> cursor = Optional.empty();

    @Override
    public Integer call() throws Exception {
        Map<String, Optional<String>> filter = new LinkedHashMap<>();
        filter.put("source", source);
        filter.put("destination", destination);
        filter.put("state", state);
        filter.put("delivery_id", deliveryId);
        filter.put("since", since);
        filter.put("until", until);
        filter.put("cursor", cursor);
        filter.put("limit", Optional.of(Integer.toString(limit)));
        JsonNode page = operator.client().get("/api/v1/webhooks", filter);
        if (operator.json()) {
            operator.print(page);
            return 0;
        }
        Table table = new Table("RECEIVED", "WEBHOOK", "SOURCE", "SIZE", "DELIVERIES");
        for (JsonNode each : page.path("webhooks")) {
            table.row(
                    Wording.second(Instant.parse(each.path("received").asText())),
                    each.path("webhook").asText(),
                    each.path("source").asText(),
                    Wording.bytes(each.path("bytes").asLong()),
                    deliveries(each.path("deliveries")));
        }
        if (table.isEmpty()) {
            explainNone();
        } else {
            table.print(operator.out());
        }
        if (page.has("next")) {
            operator.err()
                    .println("There are more: --cursor " + page.path("next").asText());
        }
        return 0;
    }

    /** What did not get through comes first. */
    private static String deliveries(JsonNode stateByDestination) {
        return stateByDestination.properties().stream()
                .map(delivery -> delivery.getKey() + " " + delivery.getValue().asText())
                .sorted(Comparator.comparing(text -> text.endsWith(" delivered")))
                .collect(Collectors.joining(", "));
    }

    private void explainNone() throws Exception {
        operator.err().println("No webhook fits. What was refused was not stored: siem-bridge webhooks refused");
        JsonNode status = operator.client().get("/api/v1/status");
        hint("source", source, status.path("sources"));
        hint("destination", destination, status.path("destinations"));
    }

    private void hint(String kind, Optional<String> named, JsonNode configured) {
        List<String> names = new ArrayList<>();
        configured.forEach(each -> names.add(each.path(kind).asText()));
        named.filter(name -> !names.contains(name))
                .ifPresent(name -> operator.err()
                        .println("No " + kind + " is configured as " + name + NearestName.hint(name, names)));
    }
}
