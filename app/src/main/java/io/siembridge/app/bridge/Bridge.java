package io.siembridge.app.bridge;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.value;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.listener.ListenException;
import io.siembridge.app.operator.OperatedBridge;
import io.siembridge.app.operator.OperatorServer;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.source.WebhookServer;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolException;
import io.siembridge.app.spool.SqliteSpool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.telemetry.LogFields;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.app.worker.WebhookNormalizer;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running bridge: makes the parts, starts them from the spool outwards, and closes them in reverse: first nothing
 * more comes in, then what is in flight is settled, then the spool is closed.
 */
public final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

    private final BridgeConfig config;
    private final Spool spool;
    private final SpoolEvents spoolEvents;
    private final Map<String, DeliveryWorker> workers = new LinkedHashMap<>();
    private final WebhookServer server;
    private final OperatorServer operator;
    private final Housekeeper housekeeper;

    public Bridge(BridgeConfig config, Environment environment) {
        this.config = config;
        BridgeMetrics metrics = new BridgeMetrics();
        this.spoolEvents = new SpoolEvents(metrics, environment.spoolListener());
        this.spool = new SqliteSpool(config.spool(), environment.clock(), spoolEvents, dedupeWindows(config));
        WebhookNormalizer normalizer = normalizer(config, metrics);
        config.destinations().forEach((name, destination) -> {
            DeliveryWorker worker = worker(destination, environment, normalizer, metrics);
            workers.put(name, worker);
            spoolEvents.wakes(name, worker);
        });
        this.server = new WebhookServer(
                config.server(),
                java.util.List.copyOf(config.sources().values()),
                config.destinationsBySource(),
                spool,
                metrics,
                environment.clock());
        this.operator = new OperatorServer(
                config.admin(),
                new OperatedBridge(
                        spool,
                        workers,
                        normalizer,
                        config.sources(),
                        config.destinationsBySource(),
                        config::isSwitchedOn,
                        Vendors.all(),
                        server,
                        metrics,
                        config.shown(),
                        config.warnings(),
                        environment.version(),
                        environment.clock()));
        this.housekeeper = new Housekeeper(spool);
        Gauges.register(metrics, spool, config.destinations().keySet(), environment.clock());
    }

    private static Function<String, Duration> dedupeWindows(BridgeConfig config) {
        Map<String, Duration> bySource = config.sources().values().stream()
                .collect(Collectors.toUnmodifiableMap(SourceConfig::name, SourceConfig::dedupeWindow));
        return source -> bySource.getOrDefault(source, Duration.ofHours(2));
    }

    private static WebhookNormalizer normalizer(BridgeConfig config, BridgeMetrics metrics) {
        Map<String, Normalizer> bySource = config.sources().values().stream()
                .collect(Collectors.toUnmodifiableMap(
                        SourceConfig::name,
                        source -> source.vendor()
                                .normalizer(source.normalizerSettings(
                                        config.events().rawData()))));
        Map<String, Normalizer> byVendor = Vendors.all().stream()
                .collect(Collectors.toUnmodifiableMap(
                        vendor -> vendor.id(), vendor -> vendor.normalizer(NormalizerSettings.defaultsFor(vendor))));
        return new WebhookNormalizer(bySource, byVendor, config.server().maxBody(), metrics);
    }

    private DeliveryWorker worker(
            DestinationConfig destinationConfig,
            Environment environment,
            WebhookNormalizer normalizer,
            BridgeMetrics metrics) {
        String name = destinationConfig.name();
        Destination destination = destinationConfig
                .factory()
                .create(new DestinationContext(
                        name,
                        environment.hostName(),
                        environment.version(),
                        environment.clock(),
                        environment.random()));
        return new DeliveryWorker(
                name,
                destinationConfig.type(),
                destination,
                spool,
                normalizer,
                (source, event) -> config.forwards(source, name, event),
                destinationConfig.retry(),
                destinationConfig.rate(),
                metrics,
                environment.clock(),
                environment.random());
    }

    /** Opens the spool, then delivers what an earlier run left, then listens. Nothing keeps running if any of it fails. */
    public void start() throws SpoolException, ListenException {
        config.warnings().forEach(warning -> LOG.warn("{}", warning));
        spool.open();
        try {
            operator.start();
            workers.values().forEach(DeliveryWorker::start);
            housekeeper.start();
            server.start();
        } catch (ListenException | RuntimeException failure) {
            close();
            throw failure;
        }
        LOG.info(
                "Bridge is running: webhooks on port {}, operator on port {}",
                value("port", server.port()),
                value("admin_port", operator.port()));
        config.sources()
                .values()
                .forEach(source -> LOG.info(
                        "Source is ready: /webhooks/{}",
                        source.name(),
                        kv(LogFields.VENDOR, source.vendor().id())));
    }

    /** The port webhooks are taken on. */
    public int port() {
        return server.port();
    }

    /** The port of the operator's listener. */
    public int adminPort() {
        return operator.port();
    }

    /** Completes when the spool can store nothing any more, which only a new process can mend; then the bridge is to be closed. */
    public CompletableFuture<Throwable> brokenDown() {
        return spoolEvents.brokenDown();
    }

    public Spool spool() {
        return spool;
    }

    public Map<String, DeliveryWorker> workers() {
        return workers;
    }

    @Override
    public void close() {
        LOG.info("Bridge is stopping: no more webhooks are taken, what is in flight is settled");
        server.close();
        housekeeper.close();
        workers.values().parallelStream().forEach(DeliveryWorker::close);
        operator.close();
        spool.close();
        LOG.info("Bridge has stopped");
    }
}
