package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.siembridge.app.config.Secret;
import io.siembridge.app.listener.ListenException;
import io.siembridge.app.listener.Listening;
import io.siembridge.app.listener.QuietErrors;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolHealth;
import io.siembridge.app.spool.WebhookDetail;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.verifier.ConstantTime;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.app.worker.DestinationStatus;
import io.siembridge.app.worker.WebhookNormalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operator's listener: health for everybody who can reach it, all else for who has the token. */
public final class OperatorServer implements AutoCloseable {
    private static final String BEARER = "Bearer ";
    private static final ObjectMapper JSON = new JsonMapper();

    private final AdminConfig config;
    private final Spool spool;
    private final Map<String, DeliveryWorker> workers;
    private final BridgeMetrics metrics;
    private final List<String> warnings;
    private final Javalin javalin;

    public OperatorServer(
            AdminConfig config,
            Spool spool,
            Map<String, DeliveryWorker> workers,
            WebhookNormalizer normalizer,
            BridgeMetrics metrics,
            List<String> warnings) {
        this.config = config;
        this.spool = spool;
        this.workers = workers;
        this.metrics = metrics;
        this.warnings = List.copyOf(warnings);
        this.javalin = Javalin.create(this::configure);
    }

    private void configure(JavalinConfig javalinConfig) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.startup.showOldJavalinVersionWarning = false;
        javalinConfig.startup.startupWatcherEnabled = false;
        javalinConfig.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        javalinConfig.jetty.modifyServer(server -> {
            server.setStopTimeout(2_000);
            server.setErrorHandler(new QuietErrors());
        });
        javalinConfig.routes.get("/healthz", context -> context.result("ok"));
        javalinConfig.routes.get("/readyz", this::ready);
        javalinConfig.routes.before("/metrics", this::authenticate);
        javalinConfig.routes.before("/api/*", this::authenticate);
        javalinConfig.routes.get(
                "/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.scrape()));
        javalinConfig.routes.get("/api/v1/webhooks/{id}", this::webhook);
    }

    private void authenticate(Context context) {
        String given = Optional.ofNullable(context.header("Authorization")).orElse("");
        boolean allowed = config.token()
                .map(Secret::reveal)
                .filter(token -> ConstantTime.equal(BEARER + token, given))
                .isPresent();
        if (!allowed) {
            context.header("WWW-Authenticate", "Bearer");
            problem(context, 401, "Unauthorized", "Send Authorization: Bearer with the configured admin.token.");
            context.skipRemainingHandlers();
        }
    }

    private void ready(Context context) {
        SpoolHealth health = spool.health();
        ObjectNode body = JSON.createObjectNode();
        body.put("ready", health.accepts());
        body.putObject("spool")
                .put("accepts", health.accepts())
                .put("reason", health.reason())
                .put("bytes", health.bytes())
                .put("free_bytes", health.freeBytes());
        ObjectNode destinations = body.putObject("destinations");
        workers.forEach((name, worker) -> {
            DestinationStatus status = worker.status();
            destinations.putObject(name).put("state", status.state()).put("reason", status.reason());
        });
        warnings.forEach(body.putArray("warnings")::add);
        context.status(health.accepts() ? 200 : 503)
                .contentType("application/json")
                .result(body.toString());
    }

    private void webhook(Context context) {
        Optional<WebhookDetail> detail = spool.webhook(context.pathParam("id"));
        if (detail.isEmpty()) {
            problem(
                    context,
                    404,
                    "Not Found",
                    "There is no such webhook; it may have been removed after its retention.");
            return;
        }
        ObjectNode body = JSON.createObjectNode();
        body.put("webhook", detail.get().webhook().webhook());
        body.put("source", detail.get().webhook().source());
        body.put("received", detail.get().webhook().received().toString());
        ArrayNode deliveries = body.putArray("deliveries");
        for (WebhookDetail.DeliveryDetail delivery : detail.get().deliveries()) {
            ObjectNode one = deliveries.addObject().put("destination", delivery.destination());
            one.put("state", delivery.state().name().toLowerCase(java.util.Locale.ROOT));
            one.put("attempts", delivery.attempts());
            delivery.settled().ifPresent(settled -> one.put("settled", settled.toString()));
        }
        context.contentType("application/json").result(body.toString());
    }

    private static void problem(Context context, int status, String title, String detail) {
        ObjectNode body = JSON.createObjectNode();
        body.put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        context.status(status).contentType("application/problem+json").result(body.toString());
    }

    public void start() throws ListenException {
        Listening.start(javalin, config.listen(), "admin.listen");
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
