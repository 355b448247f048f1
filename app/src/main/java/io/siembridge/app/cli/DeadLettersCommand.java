package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.operator.Wording;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            if (letter.path("fate").asText().equals("open")) {
                operator.out().printf("%nsiem-bridge dead-letters retry %d, or discard %d%n", id, id);
            }
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
        List<Long> distinct = ids.stream().distinct().toList();
        distinct.forEach(numbers::add);
        JsonNode answer = operator.client().post("/api/v1/dead-letters/" + decision, body);
        if (operator.json()) {
            operator.print(answer);
        } else {
            operator.out().printf("%s %d of %d%n", done, answer.path(done).asInt(), distinct.size());
            operator.out().flush();
        }
        return answer.path(done).asInt() == distinct.size() ? 0 : 1;
    }
}
