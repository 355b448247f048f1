package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.WaitingRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Gives up what waits for a destination: one that will not come back, or that is better off without its backlog. */
final class WaitingApi {
    private static final String SOURCE = "source";
    private static final String UNTIL = "until";
    private static final String DRY_RUN = "dry_run";
    private static final ObjectNode REQUEST = Shape.object(
            Shape.text(SOURCE, "Only webhooks of this source.").optional(),
            Shape.text(UNTIL, "Only webhooks received before: " + TimeText.FORMS + ".")
                    .optional(),
            Shape.flag(DRY_RUN, "Only say what it would do.").optional());
    private static final ObjectNode ANSWER = Shape.object(
            Shape.flag(DRY_RUN, "Whether nothing was done."),
            Shape.number("deliveries", "How many deliveries were discarded, or would be."));

    private final OperatedBridge bridge;
    private final Spool spool;
    private final AuditTrail audit;

    WaitingApi(OperatedBridge bridge, AuditTrail audit) {
        this.bridge = bridge;
        this.spool = bridge.spool();
        this.audit = audit;
    }

    List<Route> routes() {
        return List.of(Route.post(
                        "/api/v1/destinations/{name}/discard",
                        "Gives up what waits for a destination, configured or not, for good.",
                        this::answer)
                .withBody(REQUEST)
                .answering(ANSWER));
    }

    private void answer(Context context) {
        RequestValues.Body body = new RequestValues(context, bridge.clock()).body(List.of(SOURCE, UNTIL, DRY_RUN));
        WaitingRequest request = new WaitingRequest(context.pathParam("name"), body.text(SOURCE), body.time(UNTIL));
        boolean dryRun = body.flag(DRY_RUN);
        long deliveries = dryRun ? preview(request) : discard(context, request);
        Answers.json(
                context,
                JsonNodeFactory.instance.objectNode().put(DRY_RUN, dryRun).put("deliveries", deliveries));
    }

    long preview(WaitingRequest request) {
        check(request);
        return spool.waitingPreview(request);
    }

    /** Does it and writes it down. */
    long discard(Context context, WaitingRequest request) {
        check(request);
        int deliveries = spool.discardWaiting(request).join();
        audit.record(context, "discard", deliveries + " deliveries that waited for " + describe(request));
        return deliveries;
    }

    private void check(WaitingRequest request) {
        Set<String> known = new TreeSet<>(spool.tallies().keySet());
        known.addAll(bridge.workers().keySet());
        RequestValues.checkName("destination", request.destination(), known);
    }

    private static String describe(WaitingRequest request) {
        return request.destination()
                + request.source().map(source -> ", of " + source).orElse("")
                + request.until().map(until -> ", received before " + until).orElse("");
    }
}
