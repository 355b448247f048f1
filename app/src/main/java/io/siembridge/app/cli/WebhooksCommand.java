package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What arrived. */
@Command(
        name = "webhooks",
        description = "What arrived: lists webhooks, or shows one with its body, its events and every attempt.",
        mixinStandardHelpOptions = true,
        subcommands = {
            WebhooksCommand.ListCommand.class,
            WebhooksCommand.ShowCommand.class,
            WebhooksCommand.RefusedCommand.class
        })
final class WebhooksCommand extends WebhookList {
    /** The same under its own name. */
    @Command(name = "list", description = "Lists webhooks, newest first.", mixinStandardHelpOptions = true)
    static final class ListCommand extends WebhookList {}

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
            webhook.path("deliveries").forEach(delivery -> print(delivery, Instant.now(), out));
            out.printf(
                    "%nTo send it again: siem-bridge replay --webhook %s [--destination NAME]%n",
                    webhook.path("webhook").asText());
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
                            out.println("Unreadable" + at(part.path("path").asText()) + ": "
                                    + Wording.visible(part.path("reason").asText())));
            out.flush();
        }

        private static String at(String path) {
            return path.isEmpty() ? "" : " at " + Wording.visible(path);
        }

        private static void print(JsonNode delivery, Instant now, PrintWriter out) {
            int failed = delivery.path("attempts").asInt();
            Optional<Instant> due = Optional.ofNullable(delivery.get("due"))
                    .map(time -> Instant.parse(time.asText()))
                    .filter(now::isBefore);
            out.printf(
                    "%n%s: %s%s%s%n",
                    delivery.path("destination").asText(),
                    delivery.path("state").asText(),
                    failed == 0 ? "" : ", failed attempts: " + failed,
                    due.map(time -> ", next " + Wording.second(time)).orElse(""));
            if (delivery.has("hindrance")) {
                out.println("  because "
                        + Wording.visible(delivery.path("hindrance").asText()));
            }
            attempts(delivery.path("tries"), out);
        }

        private static void attempts(JsonNode tries, PrintWriter out) {
            Table table = new Table("  STARTED", "TOOK", "EVENTS", "OUTCOME", "DETAIL");
            for (JsonNode attempt : tries) {
                table.row(
                        "  "
                                + Wording.second(
                                        Instant.parse(attempt.path("started").asText())),
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

    /** What was sent and not stored. */
    @Command(
            name = "refused",
            description = {
                "Shows the last webhooks that were refused as not authentic, and what would have made each valid.",
                "They were not stored; the bridge remembers the last of each source until it stops."
            },
            mixinStandardHelpOptions = true)
    static final class RefusedCommand implements Callable<Integer> {
        @Mixin
        private OperatorOptions operator = new OperatorOptions();

        @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Only those of these sources.")
        private List<String> sources = List.of();

        @Override
        public Integer call() throws Exception {
            OperatorClient client = operator.client();
            List<String> names = new ArrayList<>(sources);
            if (names.isEmpty()) {
                client.get("/api/v1/sources")
                        .path("sources")
                        .forEach(source -> names.add(source.path("source").asText()));
            }
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            for (String name : names) {
                all.set(
                        name,
                        client.get("/api/v1/sources/" + PathPart.encode(name) + "/rejections")
                                .path("rejections"));
            }
            if (operator.json()) {
                operator.print(all);
                return 0;
            }
            all.properties()
                    .forEach(source ->
                            source.getValue().forEach(refused -> print(source.getKey(), refused, operator.out())));
            if (all.properties().stream().allMatch(source -> source.getValue().isEmpty())) {
                operator.err().println("Nothing was refused as not authentic since the bridge started.");
            }
            return 0;
        }

        private static void print(String source, JsonNode refused, PrintWriter out) {
            out.printf(
                    "%s %s, from %s, %s%n",
                    Wording.second(Instant.parse(refused.path("at").asText())),
                    source,
                    refused.path("sender").asText(),
                    Wording.bytes(refused.path("bytes").asLong()));
            out.println("  Refused because " + refused.path("reason").asText() + ".");
            out.println("  " + Wording.visible(refused.path("explanation").asText()));
            out.printf(
                    "  %s: %s%n",
                    refused.path("header").asText(),
                    Wording.visible(refused.path("given").asText()));
            out.flush();
        }
    }
}
