package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.config.NearestName;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists webhooks. */
class WebhookList extends OperatorCommand {
    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only with a delivery that is waiting, delivered, dead or discarded.")
    private Optional<String> state = Optional.empty();

    @Option(names = "--delivery-id", paramLabel = "ID", description = "Only with this delivery id of the vendor.")
    private Optional<String> deliveryId = Optional.empty();

    @Override
    JsonNode ask() throws Exception {
        Map<String, Optional<String>> query = filter.query();
        query.put("state", state);
        query.put("delivery_id", deliveryId);
        return client().get("/api/v1/webhooks", list.query(query));
    }

    @Override
    void print(JsonNode page, PrintWriter out) throws Exception {
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
            table.print(out);
        }
        ListOptions.sayIfMore(page, err());
    }

    /** What did not get through comes first. */
    private static String deliveries(JsonNode stateByDestination) {
        return stateByDestination.properties().stream()
                .map(delivery -> delivery.getKey() + " " + delivery.getValue().asText())
                .sorted(Comparator.comparing(text -> text.endsWith(" delivered")))
                .collect(Collectors.joining(", "));
    }

    private void explainNone() throws Exception {
        err().println("No webhook fits. What was refused was not stored: siem-bridge webhooks refused");
        JsonNode status = client().get("/api/v1/status");
        hint("source", filter.source(), status.path("sources"));
        hint("destination", filter.destination(), status.path("destinations"));
    }

    private void hint(String kind, Optional<String> named, JsonNode configured) {
        List<String> names = new ArrayList<>();
        configured.forEach(each -> names.add(each.path(kind).asText()));
        named.filter(name -> !names.contains(name))
                .ifPresent(name ->
                        err().println("No " + kind + " is configured as " + name + NearestName.hint(name, names)));
    }
}
