package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives up what waits for a destination. */
@Command(
        name = "discard",
        description = {
            "Gives up what waits for a destination, configured or not: one that will not come back, or that is better off",
            "without its backlog. What is given up is sent only if it is replayed while it is still stored."
        },
        mixinStandardHelpOptions = true)
final class DiscardCommand extends OperatorCommand {
    @Parameters(paramLabel = "DESTINATION", description = "Its name.")
    private String destination = "";

    @Option(names = "--source", paramLabel = "S", description = "Only webhooks of this source.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "T",
            description = "Only webhooks received before: a time, a day, 15m, 2h or 7d.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--dry-run", description = "Only say how many deliveries wait.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Really give them up.")
    private boolean confirmed;

    @Override
    JsonNode ask() throws Exception {
        if (dryRun == confirmed) {
            throw new UsageException("Say --dry-run to count what waits, or --yes to give it up for good");
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("dry_run", dryRun);
        source.ifPresent(name -> request.put("source", name));
        until.ifPresent(time -> request.put("until", time));
        return client().post("/api/v1/destinations/" + PathPart.encode(destination) + "/discard", request);
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        long count = answer.path("deliveries").asLong();
        String deliveries = count + (count == 1 ? " delivery" : " deliveries");
        String what = dryRun ? " would be given up" : count == 1 ? " was given up" : " were given up";
        out.println(deliveries + " to " + destination + what);
    }
}
