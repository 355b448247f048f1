package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Who changed what. */
@Command(name = "audit", description = "Who changed what, newest first.", mixinStandardHelpOptions = true)
final class AuditCommand extends OperatorCommand {
    @Mixin
    private ListOptions list = new ListOptions();

    @Override
    JsonNode ask() throws Exception {
        return client().get("/api/v1/audit", list.query(Map.of()));
    }

    @Override
    void print(JsonNode page, PrintWriter out) {
        Table table = new Table("WHEN", "WHO", "DID", "WHAT");
        for (JsonNode each : page.path("entries")) {
            table.row(
                    Wording.second(Instant.parse(each.path("at").asText())),
                    each.path("who").asText(),
                    each.path("action").asText(),
                    each.path("detail").asText());
        }
        if (table.isEmpty()) {
            err().println("Nobody has changed anything yet.");
        } else {
            table.print(out);
        }
        ListOptions.sayIfMore(page, err());
    }
}
