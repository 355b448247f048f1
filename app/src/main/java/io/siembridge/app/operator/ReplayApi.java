package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.siembridge.app.spool.ReplayRequest;
import io.siembridge.app.spool.Spool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Makes stored webhooks due again, or says what that would do. */
final class ReplayApi {
    private static final List<String> MEMBERS =
            List.of("webhooks", "since", "until", "source", "dead_letters", "destinations", "dry_run");
    private static final ObjectNode REQUEST = Shape.object(
            Shape.list("webhooks", Shape.type("string")).optional(),
            Shape.text("since", TimeText.FORMS).optional(),
            Shape.text("until", "The same; now if absent.").optional(),
            Shape.text("source", "Only webhooks of this source.").optional(),
            Shape.flag("dead_letters", "Only deliveries that are dead.").optional(),
            Shape.list("destinations", Shape.type("string")).optional(),
            Shape.flag("dry_run", "Only say what it would do.").optional());
    private static final ObjectNode ANSWER = Shape.object(
            Shape.flag("dry_run", "Whether nothing was done."),
            Shape.number("deliveries", "How many deliveries became due, or would."),
            Shape.byName("by_destination", Shape.type("integer")).optional());

    private final Spool spool;
    private final OperatedBridge bridge;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final AttemptLimit limit = new AttemptLimit(60, Duration.ofMinutes(1), System::nanoTime);

    ReplayApi(OperatedBridge bridge, AuditTrail audit) {
        this.spool = bridge.spool();
        this.bridge = bridge;
        this.audit = audit;
        this.clock = bridge.clock();
    }

    List<Route> routes() {
        return List.of(Route.post("/api/v1/replay", "Makes stored webhooks due again.", this::replay)
                .withBody(REQUEST)
                .answering(ANSWER));
    }

    private void replay(Context context) {
        RequestValues.Body body = new RequestValues(context, clock).body(MEMBERS);
        ReplayRequest request = new ReplayRequest(
                body.texts("webhooks"),
                body.time("since"),
                body.time("until"),
                body.text("source"),
                body.flag("dead_letters"),
                body.texts("destinations"));
        check(request);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (body.flag("dry_run")) {
            Map<String, Long> preview = spool.replayPreview(request);
            answer.put("dry_run", true)
                    .put(
                            "deliveries",
                            preview.values().stream().mapToLong(Long::longValue).sum());
            ObjectNode byDestination = answer.putObject("by_destination");
            preview.forEach(byDestination::put);
        } else {
            answer.put("dry_run", false).put("deliveries", replay(context, request));
        }
        Answers.json(context, answer);
    }

    /** Does it and writes it down. A replay is work for every SIEM, so there is a limit to how many are asked for. */
    int replay(Context context, ReplayRequest request) {
        if (!limit.allows()) {
            audit.record(context, "replay", "refused, too many: " + describe(request));
            throw ProblemException.tooMany(
                    "There were too many replays within a minute; name several webhooks at once.");
        }
        int deliveries = spool.replay(request).join();
        audit.record(context, "replay", deliveries + " deliveries of " + describe(request));
        return deliveries;
    }

    private void check(ReplayRequest request) {
        request.source()
                .ifPresent(source -> RequestValues.checkName(
                        "source", source, bridge.sources().keySet()));
        request.destinations()
                .forEach(name -> RequestValues.checkName(
                        "destination", name, bridge.workers().keySet()));
        boolean named = !request.webhooks().isEmpty();
        boolean timed = request.since().isPresent() || request.until().isPresent();
        if (!named && request.since().isEmpty() && !request.deadLettersOnly()) {
            throw ProblemException.badRequest("Say what to replay: webhooks, since, or dead_letters.");
        }
        if (named && (timed || request.source().isPresent())) {
            throw ProblemException.badRequest("Name webhooks, or give times and a source, not both.");
        }
        if (request.since().isPresent()
                && request.until()
                        .filter(until -> !until.isAfter(request.since().get()))
                        .isPresent()) {
            throw ProblemException.badRequest("until is not after since.");
        }
        for (String webhook : request.webhooks()) {
            if (spool.webhook(webhook).isEmpty()) {
                throw ProblemException.notFound("There is no such webhook: " + webhook
                        + ". It may have been removed after its retention. Nothing was replayed.");
            }
        }
    }

    private static String describe(ReplayRequest request) {
        StringBuilder text = new StringBuilder();
        text.append(request.webhooks().isEmpty() ? "webhooks" : String.join(" ", request.webhooks()));
        request.since().ifPresent(since -> text.append(" since ").append(since));
        request.until().ifPresent(until -> text.append(" until ").append(until));
        request.source().ifPresent(source -> text.append(" of ").append(source));
        text.append(request.deadLettersOnly() ? ", only dead ones" : "");
        if (!request.destinations().isEmpty()) {
            text.append(", to ").append(String.join(" ", request.destinations()));
        }
        return text.toString();
    }
}
