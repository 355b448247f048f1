package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** Has a running bridge read its configuration file again. */
@Command(
        name = "reload",
        description = "Has a running bridge read its configuration file again; a file with faults changes nothing.",
        mixinStandardHelpOptions = true)
final class ReloadCommand extends OperatorCommand {
    @Override
    JsonNode ask() throws Exception {
        return client().post("/api/v1/config/reload", JsonNodeFactory.instance.objectNode());
    }

    @Override
    void print(JsonNode done, PrintWriter out) {
        if (done.path("changes").isEmpty()) {
            out.println("nothing changed");
        }
        done.path("changes").forEach(change -> out.println(change.asText()));
        done.path("needs_restart").forEach(section -> out.println("needs a restart: " + section.asText()));
        done.path("notes").forEach(note -> out.println("note: " + note.asText()));
    }
}
