package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.siembridge.app.config.ConfigException;
import java.util.List;

/** Shows the configuration as running, and has its file read again. */
final class ConfigApi {
    private static final ObjectNode RELOAD = Shape.object(
            Shape.list("changes", Shape.type("string")),
            Shape.list("needs_restart", Shape.type("string")),
            Shape.list("notes", Shape.type("string")));

    private final OperatedBridge bridge;
    private final AuditTrail audit;

    ConfigApi(OperatedBridge bridge, AuditTrail audit) {
        this.bridge = bridge;
        this.audit = audit;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                                "/api/v1/configuration",
                                "The configuration as running, secrets as stars.",
                                context -> Answers.json(context, bridge.configuration()))
                        .answering(Shape.type("object")),
                Route.post(
                                "/api/v1/config/reload",
                                "Reads the configuration file again and applies its sources, destinations, events and"
                                        + " routes. A file with faults changes nothing and is answered 422, with every"
                                        + " fault in the detail.",
                                this::reload)
                        .answering(RELOAD));
    }

    private void reload(Context context) {
        Reload done = run(context);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        done.changes().forEach(body.putArray("changes")::add);
        done.needsRestart().forEach(body.putArray("needs_restart")::add);
        done.notes().forEach(body.putArray("notes")::add);
        Answers.json(context, body);
    }

    /** Does it and writes it down. */
    Reload run(Context context) {
        try {
            Reload done = bridge.reload().run();
            audit.record(context, "reload", done.summary());
            return done;
        } catch (ConfigException faulty) {
            audit.record(
                    context, "reload", "refused, faults: " + faulty.problems().size());
            throw ProblemException.unprocessable(String.valueOf(faulty.getMessage()));
        }
    }
}
