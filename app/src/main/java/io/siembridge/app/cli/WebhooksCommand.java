package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What arrived. */
@Command(
        name = "webhooks",
        description = "What arrived: lists webhooks, or shows one with its body, its events and every attempt.",
        mixinStandardHelpOptions = true,
        subcommands = {WebhooksCommand.ListCommand.class, WebhooksCommand.ShowCommand.class})
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
