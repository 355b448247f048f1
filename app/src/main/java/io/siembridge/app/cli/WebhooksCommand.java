package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What arrived. */
@Command(
        name = "webhooks",
        description = "What arrived: lists webhooks, or shows one with its body, its events and every attempt.",
        mixinStandardHelpOptions = true,
        subcommands = {WebhooksCommand.ListCommand.class, WebhooksCommand.ShowCommand.class})
final class WebhooksCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say list or show.");
    }

    /** Lists them. */
    @Command(name = "list", description = "Lists webhooks, newest first.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
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

    /** Shows one. */
    @Command(name = "show", description = "Shows one webhook.", mixinStandardHelpOptions = true)
    static final class ShowCommand implements Callable<Integer> {
        @Mixin
        private OperatorOptions operator = new OperatorOptions();

        @Parameters(paramLabel = "ID", description = "Receipt id.")
        private String id = "";

        @Override
        public Integer call() throws Exception {
            JsonNode webhook = operator.client().get("/api/v1/webhooks/" + PathPart.encode(id));
            if (operator.json()) {
                operator.print(webhook);
                return 0;
            }
            print(webhook, operator.out());
            return 0;
        }

        private static void print(JsonNode webhook, PrintWriter out) {
            for (String name :
                    new String[] {"webhook", "source", "received", "verification", "delivery_id", "sha256"}) {
                if (webhook.has(name)) {
                    out.printf(
                            "%-13s %s%n",
                            name.replace('_', ' '),
                            Wording.visible(webhook.path(name).asText()));
                }
            }
            for (JsonNode delivery : webhook.path("deliveries")) {
                out.printf(
                        "%n%s: %s after %d failed attempts%s%n",
                        delivery.path("destination").asText(),
                        delivery.path("state").asText(),
                        delivery.path("attempts").asInt(),
                        delivery.has("due") ? ", next " + delivery.path("due").asText() : "");
                attempts(delivery.path("tries"), out);
            }
            JsonNode body = webhook.path("body");
            out.printf(
                    "%nBody, %s%s%n%s%n",
                    body.path("encoding").asText(),
                    body.path("redacted").asBoolean() ? ", secrets as stars" : "",
                    Wording.visible(body.path("text").asText()));
            out.printf("%nEvents: %d%n", webhook.path("events_total").asInt());
            webhook.path("events").forEach(event -> out.println(Wording.visible(event.toPrettyString())));
            webhook.path("unreadable")
                    .forEach(part ->
                            out.println("Unreadable " + part.path("path").asText() + ": "
                                    + part.path("reason").asText()));
            out.flush();
        }

        private static void attempts(JsonNode tries, PrintWriter out) {
            Table table = new Table("  STARTED", "TOOK", "EVENTS", "OUTCOME", "DETAIL");
            for (JsonNode attempt : tries) {
                table.row(
                        "  " + attempt.path("started").asText(),
                        attempt.path("took_ms").asLong() + " ms",
                        attempt.path("events").asText(),
                        attempt.path("outcome").asText(),
                        attempt.path("detail").asText()
                                + (attempt.has("excerpt")
                                        ? " | " + attempt.path("excerpt").asText()
                                        : ""));
            }
            if (!table.isEmpty()) {
                table.print(out);
            }
        }
    }
}
