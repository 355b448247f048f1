package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has a running bridge read its configuration file again. */
@Command(
        name = "reload",
        description = "Has a running bridge read its configuration file again; a file with faults changes nothing.",
        mixinStandardHelpOptions = true)
final class ReloadCommand implements Callable<Integer> {
    @Mixin
    private OperatorOptions operator = new OperatorOptions();

    @Override
    public Integer call() throws Exception {
        JsonNode done = operator.client().post("/api/v1/config/reload", JsonNodeFactory.instance.objectNode());
        if (operator.json()) {
            operator.print(done);
            return 0;
        }
        PrintWriter out = operator.out();
        if (done.path("changes").isEmpty()) {
            out.println("nothing changed");
        }
        done.path("changes").forEach(change -> out.println(change.asText()));
        done.path("needs_restart").forEach(section -> out.println("needs a restart: " + section.asText()));
        done.path("notes").forEach(note -> out.println("note: " + note.asText()));
        out.flush();
        return 0;
    }
}
