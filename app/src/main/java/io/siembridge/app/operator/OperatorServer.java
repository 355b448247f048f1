package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.util.JavalinException;
import io.siembridge.app.listener.ListenException;
import io.siembridge.app.listener.Listening;
import io.siembridge.app.listener.QuietErrors;
import io.siembridge.app.worker.DestinationStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's listener: health for everybody who can reach it, all else for who has the token. */
public final class OperatorServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorServer.class);
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
                    + " img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final ObjectNode READY = Shape.object(
            Shape.flag("ready", "Whether webhooks can be taken."),
            Shape.part("listener", Shape.object(Shape.flag("listening", "Whether senders are answered."))),
            Shape.part("spool", Documents.SPOOL),
            Shape.byName("destinations", Shape.type("object")),
            Shape.list("warnings", Shape.type("string")));
    private static final long STOP_MILLIS = 2_000;
    private static final long IDLE_MILLIS_AT_STOP = 50;

    private final AdminConfig config;
    private final OperatedBridge bridge;
    private final Access access;
    private final Trend trend;
    private final EventApi events;
    private final Console console;
    private final List<Route> routes = new ArrayList<>();
    private final List<Route> watched = List.of(
            Route.get(Access.HEALTHZ, "Whether the process is alive; open to all.", context -> context.result("ok"))
                    .answeringAs("text/plain"),
            Route.get(
                            Access.READYZ,
                            "Whether webhooks can be taken, part by part; 503 if not; open to all.",
                            this::ready)
                    .answering(READY),
            Route.get("/metrics", "Metrics for Prometheus.", this::metrics).answeringAs("text/plain"));
    private final Javalin javalin;

    /** Makes the server; it listens once started. */
    public OperatorServer(AdminConfig config, OperatedBridge bridge) {
        this.config = config;
        this.bridge = bridge;
        this.access = new Access(config, bridge.clock());
        this.trend = new Trend(bridge.spool(), bridge.clock());
        AuditTrail audit = new AuditTrail(bridge.spool(), bridge.clock());
        WebhookApi webhooks = new WebhookApi(bridge);
        DeadLetterApi deadLetters = new DeadLetterApi(bridge, audit);
        ReplayApi replay = new ReplayApi(bridge, audit);
        SourceApi sources = new SourceApi(bridge);
        DestinationApi destinations = new DestinationApi(bridge, trend, audit);
        this.events = new EventApi(bridge, webhooks);
        routes.addAll(webhooks.routes());
        routes.addAll(deadLetters.routes());
        routes.addAll(destinations.routes());
        WaitingApi waiting = new WaitingApi(bridge, audit);
        routes.addAll(waiting.routes());
        routes.addAll(sources.routes());
        routes.addAll(replay.routes());
        routes.addAll(events.routes());
        routes.addAll(new SpoolApi(bridge, sources, destinations, audit).routes());
        ConfigApi configuration = new ConfigApi(bridge, audit);
        routes.addAll(configuration.routes());
        routes.add(Route.get("/api/v1/openapi.json", "This document.", this::openApi));
        this.console = new Console(
                bridge,
                access,
                audit,
                trend,
                webhooks,
                deadLetters,
                replay,
                sources,
                destinations,
                waiting,
                configuration);
        this.javalin = Javalin.create(this::configure);
    }

    private void configure(JavalinConfig javalinConfig) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.startup.showOldJavalinVersionWarning = false;
        javalinConfig.startup.startupWatcherEnabled = false;
        // Compressing a secret beside text of somebody else's choice tells the secret by its length (BREACH).
        javalinConfig.http.compressionStrategy = CompressionStrategy.NONE;
        javalinConfig.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        javalinConfig.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_MILLIS);
            server.setErrorHandler(new QuietErrors());
        });
        javalinConfig.routes.before(OperatorServer::guard);
        javalinConfig.routes.before(access::check);
        for (Route route : watched) {
            // Not strict: a balancer may add what it likes.
            javalinConfig.routes.addHttpHandler(route.method(), route.path(), route.handler());
        }
        for (Route route : routes) {
            javalinConfig.routes.addHttpHandler(route.method(), route.path(), strict(route));
        }
        console.register(javalinConfig);
        javalinConfig.routes.exception(ProblemException.class, this::answer);
        javalinConfig.routes.exception(Exception.class, this::failed);
        javalinConfig.routes.error(404, this::nothingHere);
    }

    /** A parameter that is misspelt and ignored would show an operator the wrong webhooks. */
    private static Handler strict(Route route) {
        List<String> known =
                route.parameters().stream().map(Route.Parameter::name).toList();
        return context -> {
            for (String given : context.queryParamMap().keySet()) {
                if (!known.contains(given)) {
                    throw ProblemException.badRequest("There is no parameter " + given
                            + (known.isEmpty() ? "." : "; known are " + String.join(", ", known) + "."));
                }
            }
            route.handler().handle(context);
        };
    }

    /** What keeps a browser from doing with a page what the page does not ask for. */
    private static void guard(Context context) {
        context.header("Content-Security-Policy", CONTENT_POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("X-Frame-Options", "DENY");
        // With no-referrer a browser would call the origin of our own forms "null".
        context.header("Referrer-Policy", "same-origin");
        context.header("Cross-Origin-Opener-Policy", "same-origin");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        context.header("Cache-Control", "no-store");
    }

    private void answer(ProblemException problem, Context context) {
        if (isForPrograms(context)) {
            Answers.problem(context, problem);
        } else {
            console.problem(context, problem);
        }
    }

    private void failed(Exception failure, Context context) {
        LOG.error("A request of an operator failed inside the bridge: {}", context.path(), failure);
        answer(ProblemException.failed("The request failed inside the bridge; its log says more."), context);
    }

    private void nothingHere(Context context) {
        String type = String.valueOf(context.res().getContentType());
        if (type.startsWith("application/problem") || type.startsWith("text/html")) {
            return;
        }
        String methods = Stream.concat(watched.stream(), routes.stream())
                .filter(route -> route.isAt(context.path()))
                .map(route -> route.method().name())
                .distinct()
                .collect(Collectors.joining(", "));
        if (methods.isEmpty()) {
            answer(
                    ProblemException.notFound("There is nothing here; /api/v1/openapi.json lists what there is."),
                    context);
        } else {
            context.header("Allow", methods);
            Answers.problem(context, ProblemException.notAllowed("This is asked for with " + methods + "."));
        }
    }

    private static boolean isForPrograms(Context context) {
        return context.path().startsWith("/api/") || context.path().equals("/metrics");
    }

    private void openApi(Context context) {
        List<Route> all = Stream.concat(watched.stream(), routes.stream()).toList();
        Answers.json(context, OpenApiDocument.of(all, bridge.version()));
    }

    private void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(bridge.metrics().scrape());
    }

    private void ready(Context context) {
        // Once, so that the status and the body agree.
        boolean ready = bridge.notTaking().isEmpty();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("ready", ready);
        body.putObject("listener").put("listening", bridge.server().isListening());
        body.set("spool", Documents.spool(bridge.spool().health()));
        ObjectNode destinations = body.putObject("destinations");
        bridge.workers().forEach((name, worker) -> {
            DestinationStatus status = worker.status();
            destinations.putObject(name).put("state", status.state()).put("reason", status.reason());
        });
        bridge.warnings().forEach(body.putArray("warnings")::add);
        Answers.json(context, ready ? 200 : 503, body);
    }

    public void start() throws ListenException {
        Listening.start(javalin, config.listen(), "admin.listen");
        trend.start();
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        events.close();
        trend.close();
        for (Connector connector : javalin.jettyServer().server().getConnectors()) {
            if (connector instanceof AbstractConnector idle) {
                // Browsers and scripts keep connections open that nobody needs to wait for.
                idle.setShutdownIdleTimeout(IDLE_MILLIS_AT_STOP);
            }
        }
        try {
            javalin.stop();
        } catch (JavalinException late) {
            LOG.warn("Requests of operators were cut off: they did not end within {} ms", STOP_MILLIS);
        }
    }
}
