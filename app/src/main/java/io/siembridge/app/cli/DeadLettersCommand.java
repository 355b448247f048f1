package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What could not be delivered. */
@Command(
        name = "dead-letters",
        description = "What could not be delivered, why, and what to do about it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DeadLettersCommand.ListCommand.class,
            DeadLettersCommand.ShowCommand.class,
            DeadLettersCommand.RetryCommand.class,
            DeadLettersCommand.DiscardCommand.class
        })
final class DeadLettersCommand extends DeadLetterList {
    /** The same under its own name. */
    @Command(name = "list", description = "Lists dead letters, newest first.", mixinStandardHelpOptions = true)
    static final class ListCommand extends DeadLetterList {}

    /** Shows one. */
    @Command(
            name = "show",
            description = "Shows one dead letter and what to do about it.",
            mixinStandardHelpOptions = true)
    static final class ShowCommand extends OperatorCommand {
        @Parameters(paramLabel = "ID", description = "Its number.")
        private long id;

        @Override
        JsonNode ask() throws Exception {
            return client().get("/api/v1/dead-letters/" + id);
        }

        @Override
        void print(JsonNode letter, PrintWriter out) {
            letter.properties()
                    .forEach(member -> out.printf(
                            "%-12s %s%n",
                            member.getKey().replace('_', ' '),
                            Wording.visible(member.getValue().asText())));
            if (letter.path("fate").asText().equals("open")) {
                out.printf("%nsiem-bridge dead-letters retry %d, or discard %d%n", id, id);
            }
        }
    }

    /** Makes their deliveries due again. */
    @Command(name = "retry", description = "Makes their deliveries due again.", mixinStandardHelpOptions = true)
    static final class RetryCommand extends Decision {
        RetryCommand() {
            super("retry", "retried");
        }
    }

    /** Gives them up. */
    @Command(name = "discard", description = "Gives them up for good.", mixinStandardHelpOptions = true)
    static final class DiscardCommand extends Decision {
        DiscardCommand() {
            super("discard", "discarded");
        }
    }

    /** Decides over those that are named, or all that fit. */
    abstract static class Decision extends OperatorCommand {
        private static final int AT_ONCE = 200;

        private final String decision;
        private final String done;
        private int chosen;

        @Parameters(paramLabel = "ID", arity = "0..*", description = "Their numbers.")
        private List<Long> ids = List.of();

        @Option(names = "--all", description = "All that are open, of --source and --destination if given.")
        private boolean all;

        @Option(names = "--source", paramLabel = "S", description = "With --all, only of this source.")
        private Optional<String> source = Optional.empty();

        @Option(names = "--destination", paramLabel = "D", description = "With --all, only for this destination.")
        private Optional<String> destination = Optional.empty();

        Decision(String decision, String done) {
            this.decision = decision;
            this.done = done;
        }

        @Override
        final JsonNode ask() throws Exception {
            boolean narrowed = source.isPresent() || destination.isPresent();
            if (ids.isEmpty() != all || (narrowed && !all)) {
                throw new UsageException(
                        "Say which: numbers, or --all with --source S or --destination D if not really all");
            }
            OperatorClient client = client();
            List<Long> letters = all ? find(client) : ids.stream().distinct().toList();
            chosen = letters.size();
            int count = 0;
            for (int from = 0; from < letters.size(); from += AT_ONCE) {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                ArrayNode numbers = body.putArray("ids");
                letters.subList(from, Math.min(from + AT_ONCE, letters.size())).forEach(numbers::add);
                count += client.post("/api/v1/dead-letters/" + decision, body)
                        .path(done)
                        .asInt();
            }
            return JsonNodeFactory.instance.objectNode().put(done, count);
        }

        @Override
        final void print(JsonNode answer, PrintWriter out) {
            out.printf("%s %d of %d%n", done, answer.path(done).asInt(), chosen);
        }

        /** Not if any that was named was not open. */
        @Override
        final boolean isGood(JsonNode answer) {
            return answer.path(done).asInt() == chosen;
        }

        /** Found before anything is decided: what comes meanwhile nobody has seen. */
        private List<Long> find(OperatorClient client) throws Exception {
            List<Long> found = new ArrayList<>();
            Optional<String> cursor = Optional.empty();
            do {
                Map<String, Optional<String>> filter = new LinkedHashMap<>();
                filter.put("source", source);
                filter.put("destination", destination);
                filter.put("cursor", cursor);
                filter.put("limit", Optional.of(Integer.toString(AT_ONCE)));
                JsonNode page = client.get("/api/v1/dead-letters", filter);
                page.path("dead_letters")
                        .forEach(letter -> found.add(letter.path("id").asLong()));
                cursor = Optional.ofNullable(page.get("next")).map(JsonNode::asText);
            } while (cursor.isPresent());
            return found;
        }
    }
}
