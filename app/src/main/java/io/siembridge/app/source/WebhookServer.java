package io.siembridge.app.source;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.siembridge.app.listener.ListenAddress;
import io.siembridge.app.listener.ListenException;
import io.siembridge.app.listener.Listening;
import io.siembridge.app.listener.QuietErrors;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public listener: its routes and limits, its start and its stop. */
public final class WebhookServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);
    private static final String PREFIX = "/webhooks/";
    private static final String PATH = PREFIX + "{source}";
    private static final long STOP_MILLIS = 10_000;

    private final ServerConfig config;
    private final BridgeMetrics metrics;
    private final WebhookHandler handler;
    private final BodyGate gate;
    private final ConnectionWatch connections;
    private final Scheduler scheduler = new ScheduledExecutorScheduler("connection-watch", true);
    private final RecentRejections rejections = new RecentRejections();
    private final KeyUse keyUse = new KeyUse();
    private final RefusalLog refusals = new RefusalLog(System::nanoTime);
    private final AnswerHistory answers;
    private final Optional<TlsListener> tls;
    private final Javalin javalin;
    private volatile Optional<SelectorPulse> pulse = Optional.empty();
    private volatile boolean listening;

    /**
     * Makes the server; it listens once started.
     *
     * @param destinations names of the destinations a source's webhooks are owed to, by source
     */
    public WebhookServer(
            ServerConfig config,
            List<SourceConfig> sources,
            Map<String, List<String>> destinations,
            Spool spool,
            BridgeMetrics metrics,
            InstantSource clock) {
        this.config = config;
        this.metrics = metrics;
        this.answers = new AnswerHistory(clock);
        ClientAddress clientAddress = new ClientAddress(new AddressList(config.trustedProxies()));
        BytesInFlight inFlight = new BytesInFlight(config.maxInFlight());
        this.handler = new WebhookHandler(
                routes(sources, destinations),
                clientAddress,
                new Inflation(config.maxBody(), inFlight),
                spool,
                metrics,
                rejections,
                keyUse,
                refusals,
                answers,
                clock);
        metrics.gauge("bytes_in_flight", "Bytes of webhooks being received", inFlight::inUse);
        this.connections = new ConnectionWatch(scheduler, config.headerDeadline(), config.maxConnections(), metrics);
        metrics.gauge("connections", "Connections to the public listener", connections::open);
        this.gate = new BodyGate(handler, config.maxBody(), config.bodyDeadline(), inFlight, connections);
        this.tls = config.tls().map(TlsListener::new);
        this.javalin = Javalin.create(this::configure);
    }

    /** Takes other sources, at once and without losing a webhook: one on its way is owed to what its source said when it came. */
    public void use(List<SourceConfig> sources, Map<String, List<String>> destinations) {
        handler.use(routes(sources, destinations));
    }

    private static Map<String, WebhookHandler.Route> routes(
            List<SourceConfig> sources, Map<String, List<String>> destinations) {
        Map<String, WebhookHandler.Route> routes = new LinkedHashMap<>();
        for (SourceConfig source : sources) {
            routes.put(
                    source.name(),
                    new WebhookHandler.Route(
                            source.name(),
                            source.vendor(),
                            source.verifier(),
                            new AddressList(source.allow()),
                            source.rate().map(rate -> new TokenBucket(rate, System::nanoTime)),
                            destinations.getOrDefault(source.name(), List.of())));
        }
        return routes;
    }

    private void configure(JavalinConfig javalinConfig) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.startup.showOldJavalinVersionWarning = false;
        javalinConfig.startup.startupWatcherEnabled = false;
        javalinConfig.http.maxRequestSize = config.maxBody();
        javalinConfig.http.prefer405over404 = false;
        javalinConfig.http.defaultContentType = "application/json";
        javalinConfig.jetty.modifyServer(this::modify);
        javalinConfig.jetty.modifyHttpConfiguration(this::modify);
        javalinConfig.jetty.addConnector(this::connector);
        // What is sent to a source never comes here, but for a GET that X-HTTP-Method-Override calls a POST.
        for (HandlerType method : List.of(
                HandlerType.POST,
                HandlerType.PUT,
                HandlerType.GET,
                HandlerType.HEAD,
                HandlerType.DELETE,
                HandlerType.PATCH,
                HandlerType.OPTIONS,
                HandlerType.TRACE)) {
            javalinConfig.routes.addHttpHandler(method, PATH, this::refuse);
        }
        javalinConfig.routes.error(404, this::nothingHere);
        javalinConfig.routes.exception(Exception.class, this::failed);
    }

    private void modify(Server server) {
        server.setStopTimeout(STOP_MILLIS);
        server.insertHandler(gate);
        // Outermost, so that stopping waits for the answers of webhooks too.
        server.insertHandler(new GracefulHandler());
        server.addBean(new NetworkConnectionLimit(config.maxConnections(), server));
        server.setErrorHandler(new QuietErrors());
    }

    private void modify(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(16 * 1024);
    }

    private Connector connector(Server server, HttpConfiguration http) {
        ServerConnector connector = tls.map(listener -> listener.connector(server, http))
                .orElseGet(() -> new ServerConnector(server, 1, 1, new HttpConnectionFactory(http)));
        connector.setHost(config.listen().host());
        connector.setPort(config.listen().port());
        // Headers and bodies have deadlines of their own, which answer; this one is for those that do not read answers.
        connector.setIdleTimeout(
                config.headerDeadline().plus(config.bodyDeadline()).toMillis());
        connector.addBean(scheduler);
        connector.addBean(connections);
        connector.setAcceptQueueSize(1024);
        pulse = Optional.of(new SelectorPulse(connector));
        return connector;
    }

    /** Also where methods end that the router has never heard of. */
    private void nothingHere(Context context) {
        boolean answered = String.valueOf(context.contentType()).contains("problem");
        if (answered) {
            return;
        }
        String path = context.path();
        if (path.startsWith(PREFIX) && handler.isSource(path.substring(PREFIX.length()))) {
            context.header("Allow", "POST, PUT");
            problem(context, Answer.problem(405, "Method Not Allowed", "Webhooks are sent with POST or PUT."));
        } else {
            problem(context, Answer.nothingHere());
        }
    }

    private void refuse(Context context) {
        if (!handler.isSource(context.pathParam("source"))) {
            problem(context, Answer.noSuchSource());
            return;
        }
        context.header("Allow", "POST, PUT");
        problem(context, Answer.problem(405, "Method Not Allowed", "Webhooks are sent with POST or PUT."));
    }

    private void failed(Exception failure, Context context) {
        LOG.error("A request failed inside the bridge; the sender is told to come again", failure);
        problem(
                context,
                Answer.comeAgain(
                        503,
                        "Service Unavailable",
                        "The webhook cannot be taken at this moment.",
                        Duration.ofSeconds(5)));
    }

    private static void problem(Context context, Answer answer) {
        context.status(answer.status()).contentType(answer.contentType()).result(answer.bytes());
        answer.retryAfterHeader().ifPresent(wait -> context.header("Retry-After", wait));
    }

    /** Starts listening; fails with a clear message when the address is taken or the certificate cannot be used. */
    public void start() throws ListenException {
        if (tls.isPresent()) {
            tls.get().prepare();
        }
        Listening.start(javalin, config.listen(), "server.listen");
        listening = true;
    }

    /** Whether senders are answered: not before it has started, nor from the moment it is told to stop. */
    public boolean isListening() {
        return listening;
    }

    /** Whether connections are watched, by what was seen since this was asked last; to be asked some seconds apart. */
    public boolean isAlive() {
        return pulse.map(SelectorPulse::beats).orElse(true);
    }

    /** The port listened on, also when the configuration says 0. */
    public int port() {
        return javalin.port();
    }

    /** Where this machine reaches it. */
    public URI localUrl() {
        String host =
                config.listen().isWildcard() ? "127.0.0.1" : config.listen().host();
        return URI.create((tls.isPresent() ? "https" : "http") + "://" + new ListenAddress(host, port()));
    }

    /** Where this machine posts a source's webhooks to. */
    public URI localUrl(String source) {
        return localUrl().resolve("/webhooks/" + source);
    }

    /** The PEM file with its certificate, if it has one. */
    public Optional<Path> certificate() {
        return config.tls().map(ServerConfig.ServerTls::certificate);
    }

    /** What was lately refused as not authentic. */
    public RecentRejections rejections() {
        return rejections;
    }

    /** Which keys are in use. */
    public KeyUse keyUse() {
        return keyUse;
    }

    /** What the vendors were answered. */
    public AnswerHistory answers() {
        return answers;
    }

    /** Says that the keys of a source are others now. */
    public void keysChanged(String source) {
        keyUse.forget(source);
        metrics.keysChanged(source);
    }

    /** Stops listening; requests in flight get their answers first. */
    @Override
    public void close() {
        listening = false;
        javalin.stop();
        tls.ifPresent(TlsListener::close);
    }
}
