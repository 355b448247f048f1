package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.operator.Wording;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
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
            StringJoiner deliveries = new StringJoiner(", ");
            each.path("deliveries")
                    .properties()
                    .forEach(delivery -> deliveries.add(
                            delivery.getKey() + " " + delivery.getValue().asText()));
            table.row(
                    each.path("received").asText(),
                    each.path("webhook").asText(),
                    each.path("source").asText(),
                    Wording.bytes(each.path("bytes").asLong()),
                    deliveries.toString());
        }
        table.print(operator.out());
        if (page.has("next")) {
            operator.err()
                    .println("There are more: --cursor " + page.path("next").asText());
        }
        return 0;
    }
}
