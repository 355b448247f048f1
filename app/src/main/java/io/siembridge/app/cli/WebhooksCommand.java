package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.config.NearestName;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
    static final class ShowCommand extends OperatorCommand {
        @Parameters(paramLabel = "ID", description = "Receipt id.")
        private String id = "";

        @Option(
                names = "--sent-to",
                paramLabel = "D",
                description = "Only what this destination is sent of it, encoded as it wants it.")
        private Optional<String> destination = Optional.empty();

        @Override
        JsonNode ask() throws Exception {
            String path = "/api/v1/webhooks/" + PathPart.encode(id);
            if (destination.isEmpty()) {
                return client().get(path);
            }
            JsonNode sent = client().get(path + "?parts=sent").path("sent");
            List<String> names = new ArrayList<>();
            sent.fieldNames().forEachRemaining(names::add);
            if (!names.contains(destination.get())) {
                throw new FailedException(
                        "It is not owed to " + destination.get() + ", or that is not configured"
                                + NearestName.hint(destination.get(), names),
                        null);
            }
            return sent.path(destination.get());
        }

        @Override
        void print(JsonNode answer, PrintWriter out) {
            if (destination.isPresent()) {
                answer.path("texts").forEach(text -> out.println(Wording.visible(text.asText())));
            } else {
                printAll(answer, out);
            }
        }

        private static void printAll(JsonNode webhook, PrintWriter out) {
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
    static final class RefusedCommand extends OperatorCommand {
        @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Only those of these sources.")
        private List<String> sources = List.of();

        @Option(names = "--source", paramLabel = "S", description = "The same, as other commands have it.")
        private List<String> namedSources = List.of();

        @Override
        JsonNode ask() throws Exception {
            OperatorClient client = client();
            Set<String> names = new LinkedHashSet<>(sources);
            names.addAll(namedSources);
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
            return all;
        }

        @Override
        void print(JsonNode all, PrintWriter out) throws Exception {
            all.properties()
                    .forEach(source -> source.getValue().forEach(refused -> print(source.getKey(), refused, out)));
            if (all.properties().stream().allMatch(source -> source.getValue().isEmpty())) {
                err().println("Nothing was refused as not authentic since the bridge started.");
            }
            for (JsonNode source : client().get("/api/v1/sources").path("sources")) {
                if (all.has(source.path("source").asText())) {
                    otherwise(source);
                }
            }
        }

        /** What is counted only. */
        private void otherwise(JsonNode source) {
            List<String> reasons = new ArrayList<>();
            source.path("refused_because")
                    .properties()
                    .forEach(each -> reasons.add(each.getValue().asLong() + " " + Wording.refusal(each.getKey())));
            String name = source.path("source").asText();
            long rejected = source.at("/last_day/rejected").asLong();
            if (rejected > source.path("rejections").asLong()) {
                err().println(name + ": " + rejected
                        + " not authentic in the last day, those before the start included");
            }
            if (!reasons.isEmpty()) {
                err().println(name + ": refused otherwise in the last day: " + String.join(", ", reasons));
            }
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
        }
    }
}
