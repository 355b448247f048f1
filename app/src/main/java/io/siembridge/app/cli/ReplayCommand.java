package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Makes stored webhooks due again. */
@Command(
        name = "replay",
        description = {
            "Makes stored webhooks due again: by receipt id, by time, or those that are dead letters.",
            "Their events keep their uids, so that a SIEM can tell a repeat."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand extends OperatorCommand {
    private static final int AT_ONCE = 500;
    private static final int FOLLOWED = 20;
    private static final long PAUSE_MILLIS = 500;

    @Option(names = "--webhook", paramLabel = "ID", arity = "1..*", description = "These, by receipt id.")
    private List<String> webhooks = List.of();

    @Option(
            names = "--since",
            paramLabel = "T",
            description = "Those received since: a time, a day, or how long ago: 15m, 2h, 7d.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "T", description = "And before this; now by default.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--source", paramLabel = "S", description = "Only those of this source.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--dead-letters", description = "Only deliveries that are dead; of all times, or with --since.")
    private boolean deadLetters;

    @Option(
            names = "--destination",
            paramLabel = "D",
            description = "Only to this destination; may be given several times.")
    private List<String> destinations = List.of();

    @Option(names = "--dry-run", description = "Only say how many deliveries would become due.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Wait until they are delivered or dead, with progress.")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "How long to wait. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds = 300;

    @Override
    JsonNode ask() throws Exception {
        check();
        OperatorClient client = client();
        ObjectNode sum =
                JsonNodeFactory.instance.objectNode().put("dry_run", dryRun).put("deliveries", 0L);
        List<ObjectNode> requests = requests();
        for (int i = 0; i < requests.size(); i++) {
            add(sum, client.post("/api/v1/replay", requests.get(i)));
            if (requests.size() > 1) {
                err().printf("\r%d of %d requests", i + 1, requests.size());
                err().flush();
            }
        }
        if (requests.size() > 1) {
            err().println();
        }
        return sum;
    }

    @Override
    int finish() throws Exception {
        return wait && !dryRun ? await(client()) : ExitCode.OK;
    }

    private void check() throws UsageException {
        boolean filtered = since.isPresent() || until.isPresent() || source.isPresent() || deadLetters;
        if (webhooks.isEmpty() && since.isEmpty() && !deadLetters) {
            throw new UsageException("Say what to replay: --webhook ID..., --since T, or --dead-letters");
        }
        if (!webhooks.isEmpty() && filtered) {
            throw new UsageException("Name webhooks with --webhook, or choose them by the other options, not both");
        }
    }

    private List<ObjectNode> requests() {
        List<ObjectNode> requests = new ArrayList<>();
        if (webhooks.isEmpty()) {
            ObjectNode request = request();
            since.ifPresent(time -> request.put("since", time));
            until.ifPresent(time -> request.put("until", time));
            source.ifPresent(name -> request.put("source", name));
            requests.add(request.put("dead_letters", deadLetters));
        }
        for (int from = 0; from < webhooks.size(); from += AT_ONCE) {
            ObjectNode request = request();
            ArrayNode receipts = request.putArray("webhooks");
            webhooks.subList(from, Math.min(from + AT_ONCE, webhooks.size())).forEach(receipts::add);
            requests.add(request);
        }
        return requests;
    }

    private ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("dry_run", dryRun);
        if (!destinations.isEmpty()) {
            ArrayNode to = request.putArray("destinations");
            destinations.forEach(to::add);
        }
        return request;
    }

    private static void add(ObjectNode sum, JsonNode answer) {
        sum.put(
                "deliveries",
                sum.path("deliveries").asLong() + answer.path("deliveries").asLong());
        answer.path("by_destination").properties().forEach(each -> {
            ObjectNode to = sum.withObjectProperty("by_destination");
            to.put(
                    each.getKey(),
                    to.path(each.getKey()).asLong() + each.getValue().asLong());
        });
    }

    @Override
    void print(JsonNode sum, PrintWriter out) {
        long deliveries = sum.path("deliveries").asLong();
        out.printf(
                "%d %s %s%n",
                deliveries,
                deliveries == 1 ? "delivery" : "deliveries",
                dryRun ? "would become due" : deliveries == 1 ? "is due again" : "are due again");
        sum.path("by_destination")
                .properties()
                .forEach(each -> out.printf(
                        "  %-20s %d%n", each.getKey(), each.getValue().asLong()));
    }

    /** How it is with what was replayed. */
    private record Progress(long waiting, long dead) {}

    private int await(OperatorClient client) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
        long shown = -1;
        while (true) {
            Progress progress = progress(client);
            if (progress.waiting() != shown) {
                shown = progress.waiting();
                err().printf("\r%d waiting    ", shown);
                err().flush();
            }
            if (shown == 0 || System.nanoTime() > deadline) {
                err().println();
                return shown == 0 ? settled(progress) : stillWaiting(client);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Of the webhooks that were named, if they can be asked for one by one; otherwise what waits for their destinations. */
    private Progress progress(OperatorClient client) throws Exception {
        long waiting = 0;
        if (webhooks.isEmpty() || webhooks.size() > FOLLOWED) {
            for (JsonNode each : client.get("/api/v1/destinations").path("destinations")) {
                waiting += isConcerned(each) ? each.path("waiting").asLong() : 0;
            }
            return new Progress(waiting, 0);
        }
        long dead = 0;
        for (String webhook : webhooks) {
            JsonNode answer = client.get("/api/v1/webhooks/" + PathPart.encode(webhook) + "?parts=deliveries");
            for (JsonNode each : answer.path("deliveries")) {
                String state = isConcerned(each) ? each.path("state").asText() : "";
                waiting += state.equals("waiting") ? 1 : 0;
                dead += state.equals("dead") ? 1 : 0;
            }
        }
        return new Progress(waiting, dead);
    }

    private int settled(Progress progress) {
        if (progress.dead() > 0) {
            err().println("dead letters: " + progress.dead() + ", see siem-bridge dead-letters");
        }
        return progress.dead() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Says for what. */
    private int stillWaiting(OperatorClient client) throws Exception {
        for (JsonNode each : client.get("/api/v1/destinations").path("destinations")) {
            String state = each.path("state").asText();
            if (isConcerned(each) && each.path("waiting").asLong() > 0 && !state.equals("up")) {
                err().println("still waiting: "
                        + Wording.visible(Wording.trouble(
                                each.path("destination").asText(),
                                state,
                                each.path("reason").asText())));
            }
        }
        return ExitCode.SOFTWARE;
    }

    private boolean isConcerned(JsonNode ofDestination) {
        return destinations.isEmpty()
                || destinations.contains(ofDestination.path("destination").asText());
    }
}
