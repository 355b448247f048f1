package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.operator.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
final class DeadLettersCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say list, show, retry or discard.");
    }

    /** Lists them. */
    @Command(name = "list", description = "Lists dead letters, newest first.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
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
                        each.path("buried").asText(),
                        each.path("source").asText(),
                        each.path("destination").asText(),
                        each.path("webhook").asText(),
                        each.path("reason").asText());
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
    @Command(
            name = "show",
            description = "Shows one dead letter and what to do about it.",
            mixinStandardHelpOptions = true)
    static final class ShowCommand implements Callable<Integer> {
        @Mixin
        private OperatorOptions operator = new OperatorOptions();

        @Parameters(paramLabel = "ID", description = "Its number.")
        private long id;

        @Override
        public Integer call() throws Exception {
            JsonNode letter = operator.client().get("/api/v1/dead-letters/" + id);
            if (operator.json()) {
                operator.print(letter);
                return 0;
            }
            letter.properties()
                    .forEach(member -> operator.out()
                            .printf(
                                    "%-12s %s%n",
                                    member.getKey().replace('_', ' '),
                                    Wording.visible(member.getValue().asText())));
            operator.out().flush();
            return 0;
        }
    }

    /** Makes their deliveries due again. */
    @Command(name = "retry", description = "Makes their deliveries due again.", mixinStandardHelpOptions = true)
    static final class RetryCommand implements Callable<Integer> {
        @Mixin
        private OperatorOptions operator = new OperatorOptions();

        @Parameters(paramLabel = "ID", arity = "1..*", description = "Their numbers.")
        private List<Long> ids = List.of();

        @Override
        public Integer call() throws Exception {
            return decide(operator, "retry", "retried", ids);
        }
    }

    /** Gives them up. */
    @Command(name = "discard", description = "Gives them up for good.", mixinStandardHelpOptions = true)
    static final class DiscardCommand implements Callable<Integer> {
        @Mixin
        private OperatorOptions operator = new OperatorOptions();

        @Parameters(paramLabel = "ID", arity = "1..*", description = "Their numbers.")
        private List<Long> ids = List.of();

        @Override
        public Integer call() throws Exception {
            return decide(operator, "discard", "discarded", ids);
        }
    }

    /** Exit code 1 if any of them was not open. */
    private static int decide(OperatorOptions operator, String decision, String done, List<Long> ids) throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode numbers = body.putArray("ids");
        ids.forEach(numbers::add);
        JsonNode answer = operator.client().post("/api/v1/dead-letters/" + decision, body);
        if (operator.json()) {
            operator.print(answer);
        } else {
            operator.out().printf("%s %d of %d%n", done, answer.path(done).asInt(), ids.size());
            operator.out().flush();
        }
        return answer.path(done).asInt() == ids.size() ? 0 : 1;
    }
}
