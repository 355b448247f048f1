package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.operator.Wording;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops sending to a destination. */
@Command(
        name = "pause",
        description = "Stops sending to a destination, until it is resumed or the bridge restarts. What is due waits.",
        mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {
    @Mixin
    private OperatorOptions operator = new OperatorOptions();

    @Parameters(paramLabel = "DESTINATION", arity = "1..*", description = "Their names.")
    private List<String> destinations = List.of();

    @Override
    public Integer call() throws Exception {
        return hold(operator, "pause", destinations);
    }

    /** Pauses or resumes, and says how each is then. */
    static int hold(OperatorOptions operator, String action, List<String> destinations) throws Exception {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        OperatorClient client = operator.client();
        for (String destination : destinations) {
            var answer = client.post("/api/v1/destinations/" + PathPart.encode(destination) + "/" + action, nothing);
            if (operator.json()) {
                operator.print(answer);
            } else {
                operator.out()
                        .println(Wording.visible(Wording.trouble(
                                answer.path("destination").asText(),
                                answer.path("state").asText(),
                                answer.path("reason").asText())));
                operator.out().flush();
            }
        }
        return 0;
    }
}
