package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.siembridge.app.spool.DeliveryState;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.WebhookDetail.DeliveryDetail;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.app.worker.DestinationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How each destination is doing; holds it and lets it go. */
final class DestinationApi {
    private static final DestinationTally NOTHING = new DestinationTally(0, 0, 0, 0, 0, Optional.empty());

    private static final String REMOVED = "removed";

    static final ObjectNode DESTINATION = Shape.object(
            Shape.text("destination", "Configured name."),
            Shape.text("type", "Configured type."),
            Shape.part("state", Shape.words("up", "retrying", "paused", "held", REMOVED)),
            Shape.text("reason", "The last fault while it is not up."),
            Shape.time("last_success", "When it last accepted an event, since the start.")
                    .optional(),
            Shape.number("in_flight", "Deliveries sent and not yet confirmed."),
            Shape.part("per_minute", Shape.type("number")).optional(),
            Shape.number("owed", "Deliveries ever owed: the sum of the next four."),
            Shape.number("delivered", "Of them delivered."),
            Shape.number("waiting", "Of them waiting."),
            Shape.number("dead", "Of them given up and not dealt with."),
            Shape.number("discarded", "Of them discarded by an operator."),
            Shape.time("oldest_waiting", "When the oldest one waiting was received.")
                    .optional());

    private final Spool spool;
    private final OperatedBridge bridge;
    private final Trend trend;
    private final AuditTrail audit;

    DestinationApi(OperatedBridge bridge, Trend trend, AuditTrail audit) {
        this.spool = bridge.spool();
        this.bridge = bridge;
        this.trend = trend;
        this.audit = audit;
    }

    /** How a destination is doing, with its books. */
    record View(DestinationStatus status, DestinationTally tally, Optional<Double> perMinute) {
        Optional<Instant> oldestWaiting() {
            return tally.oldestWaiting();
        }
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/destinations", "Every destination.", this::list)
                        .answering(Shape.object(Shape.list("destinations", DESTINATION))),
                Route.post(
                                "/api/v1/destinations/{name}/pause",
                                "Stops sending to a destination; what is due keeps waiting.",
                                context -> hold(context, true))
                        .answering(DESTINATION),
                Route.post(
                                "/api/v1/destinations/{name}/resume",
                                "Sends again, at once.",
                                context -> hold(context, false))
                        .answering(DESTINATION));
    }

    private void list(Context context) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("destinations", documents());
        Answers.json(context, body);
    }

    ArrayNode documents() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        views().forEach(view -> all.add(document(view)));
        return all;
    }

    List<View> views() {
        Map<String, DestinationTally> tallies = spool.tallies();
        List<View> views = new ArrayList<>();
        Map<String, DeliveryWorker> workers = bridge.workers();
        workers.forEach((name, worker) -> views.add(view(name, worker, tallies)));
        tallies.forEach((name, tally) -> {
            if (!workers.containsKey(name) && tally.waiting() + tally.dead() > 0) {
                views.add(removed(name, tally));
            }
        });
        return views;
    }

    /** One that is configured no more and still owed something: forgetting it would be losing that silently. */
    private static View removed(String name, DestinationTally tally) {
        return new View(removed(name), tally, Optional.empty());
    }

    private static DestinationStatus removed(String name) {
        return new DestinationStatus(
                name,
                "",
                REMOVED,
                "it is not in the configuration any more, and what it is owed stays in the spool until it is again, or is given up",
                Optional.empty(),
                0);
    }

    /** How a destination is doing for which a delivery waits; empty if it is up, so that the delivery is only underway. */
    static Optional<DestinationStatus> hindrance(DeliveryDetail delivery, Map<String, DeliveryWorker> workers) {
        if (delivery.state() != DeliveryState.WAITING) {
            return Optional.empty();
        }
        DeliveryWorker worker = workers.get(delivery.destination());
        DestinationStatus status = worker == null ? removed(delivery.destination()) : worker.status();
        return Optional.of(status).filter(known -> !known.state().equals("up"));
    }

    private View view(String name, DeliveryWorker worker, Map<String, DestinationTally> tallies) {
        return new View(worker.status(), tallies.getOrDefault(name, NOTHING), trend.perMinute(name));
    }

    private void hold(Context context, boolean held) {
        String name = context.pathParam("name");
        DeliveryWorker worker = hold(context, name, held);
        Answers.json(context, document(view(name, worker, spool.tallies())));
    }

    /** Does it and writes it down. */
    DeliveryWorker hold(Context context, String name, boolean held) {
        Map<String, DeliveryWorker> workers = bridge.workers();
        RequestValues.checkName("destination", name, workers.keySet());
        DeliveryWorker worker = Objects.requireNonNull(workers.get(name));
        if (held) {
            worker.pause();
        } else {
            worker.resume();
        }
        audit.record(context, held ? "pause" : "resume", name);
        return worker;
    }

    private static ObjectNode document(View view) {
        DestinationStatus status = view.status();
        DestinationTally tally = view.tally();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("destination", status.name())
                .put("type", status.type())
                .put("state", status.state())
                .put("reason", status.reason());
        status.lastSuccess().ifPresent(last -> body.put("last_success", last.toString()));
        body.put("in_flight", status.inFlight());
        view.perMinute().ifPresent(rate -> body.put("per_minute", Math.round(rate * 10) / 10.0));
        body.put("owed", tally.owed())
                .put("delivered", tally.delivered())
                .put("waiting", tally.waiting())
                .put("dead", tally.dead())
                .put("discarded", tally.discarded());
        tally.oldestWaiting().ifPresent(oldest -> body.put("oldest_waiting", oldest.toString()));
        return body;
    }
}
