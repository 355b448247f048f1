package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Pauses destinations, or resumes them, and says how each is then. */
abstract class HoldCommand extends OperatorCommand {
    private final String action;

    @Parameters(paramLabel = "DESTINATION", arity = "1..*", description = "Their names.")
    private List<String> destinations = List.of();

    HoldCommand(String action) {
        this.action = action;
    }

    @Override
    final JsonNode ask() throws Exception {
        OperatorClient client = client();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode all = answer.putArray("destinations");
        for (String destination : destinations) {
            all.add(client.post(
                    "/api/v1/destinations/" + PathPart.encode(destination) + "/" + action,
                    JsonNodeFactory.instance.objectNode()));
        }
        return answer;
    }

    @Override
    final void print(JsonNode answer, PrintWriter out) {
        for (JsonNode each : answer.path("destinations")) {
            String state = each.path("state").asText();
            String is = Wording.visible(Wording.trouble(
                    each.path("destination").asText(),
                    state,
                    each.path("reason").asText()));
            // What came of the new try is not known yet.
            boolean isOld = action.equals("resume") && !state.equals("up");
            out.println(isOld ? "tried again at once; until now: " + is : is);
        }
    }
}
