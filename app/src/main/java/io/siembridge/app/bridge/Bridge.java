package io.siembridge.app.bridge;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.value;

import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.Problems.Problem;
import io.siembridge.app.listener.ListenException;
import io.siembridge.app.operator.OperatedBridge;
import io.siembridge.app.operator.OperatorServer;
import io.siembridge.app.operator.Reload;
import io.siembridge.app.operator.Setup;
import io.siembridge.app.report.ReportVendor;
import io.siembridge.app.report.Reporter;
import io.siembridge.app.sender.Receiver;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.source.WebhookServer;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolException;
import io.siembridge.app.spool.SqliteSpool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.telemetry.LogFields;
import io.siembridge.app.watch.Watch;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.app.worker.EventFilter;
import io.siembridge.app.worker.WebhookNormalizer;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Vendor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running bridge: makes the parts, starts them from the spool outwards, and closes them in reverse: first nothing
 * more comes in, then what is in flight is settled, then the spool is closed.
 */
public final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

    private final ConfigSource file;
    private final Spool spool;
    private final SpoolEvents spoolEvents;
    private final WebhookNormalizer normalizer;
    private final Workers workers;
    private final WebhookServer server;
    private final Watch watch;
    private final OperatorServer operator;
    private final Housekeeper housekeeper;
    private final Gauges gauges;
    private volatile BridgeConfig config;
    private volatile Setup setup;
    private boolean closed;

    /** A bridge whose configuration stays as it is. */
    public Bridge(BridgeConfig config, Environment environment) {
        this(config, environment, ConfigSource.none());
    }

    /** @param file where the configuration is read again when somebody asks for it */
    public Bridge(BridgeConfig config, Environment environment, ConfigSource file) {
        this.config = config;
        this.file = file;
        BridgeMetrics metrics = new BridgeMetrics();
        this.spoolEvents = new SpoolEvents(metrics, environment.spoolListener());
        this.spool = new SqliteSpool(config.spool(), environment.clock(), spoolEvents, this::dedupeWindow);
        this.normalizer = new WebhookNormalizer(
                normalizers(config), normalizersOfVendors(), config.server().maxBody(), metrics);
        this.workers = new Workers(environment, spool, spoolEvents, normalizer, this::filter, metrics);
        this.server = new WebhookServer(
                config.server(),
                List.copyOf(config.sources().values()),
                config.destinationsBySource(),
                spool,
                metrics,
                environment.clock());
        this.setup = setup(config, List.of());
        this.watch = new Watch(
                () -> this.config.sources(),
                server.answers(),
                server.keyUse(),
                spool,
                metrics,
                environment.clock(),
                source -> new Receiver(server.localUrl(source), server.certificate()));
        this.operator = new OperatorServer(
                config.admin(),
                new OperatedBridge(
                        spool,
                        () -> setup,
                        watch::concerns,
                        this::reload,
                        normalizer,
                        Vendors.all(),
                        server,
                        metrics,
                        environment.version(),
                        environment.clock()));
        this.housekeeper = new Housekeeper(
                spool,
                new Reporter(spool, environment.clock(), environment.hostName(), () -> this.config.reports()),
                new ListenerWatch(server::isAlive, spoolEvents::brokenDown));
        this.gauges = Gauges.register(metrics, spool, environment.clock());
        gauges.add(config.destinations().keySet());
    }

    private Duration dedupeWindow(String source) {
        SourceConfig known = config.sources().get(source);
        return known == null ? Duration.ofHours(2) : known.dedupeWindow();
    }

    private EventFilter filter(String destination) {
        return (source, event) -> config.forwards(source, destination, event);
    }

    private void warnOfWhatIsOwedToNobody() {
        OperatedBridge.owedToNobody(spool, config.destinations().keySet()).forEach(warning -> LOG.warn("{}", warning));
    }

    private Setup setup(BridgeConfig of, List<String> needsRestart) {
        List<String> warnings = new ArrayList<>(of.warnings());
        needsRestart.forEach(section ->
                warnings.add("The configuration file has another " + section + " section, which needs a restart"));
        return new Setup(
                of.sources(), of.destinationsBySource(), workers.byName(), of::isSwitchedOn, of.shown(), warnings);
    }

    private static Map<String, Normalizer> normalizers(BridgeConfig config) {
        return config.sources().values().stream()
                .collect(Collectors.toUnmodifiableMap(
                        SourceConfig::name,
                        source -> source.vendor()
                                .normalizer(source.normalizerSettings(
                                        config.events().rawData()))));
    }

    private static Map<String, Normalizer> normalizersOfVendors() {
        return Stream.concat(Vendors.all().stream(), Stream.of(new ReportVendor()))
                .collect(Collectors.toUnmodifiableMap(
                        Vendor::id, vendor -> vendor.normalizer(NormalizerSettings.defaultsFor(vendor))));
    }

    /** Opens the spool, then delivers what an earlier run left, then listens. Nothing keeps running if any of it fails. */
    public synchronized void start() throws SpoolException, ListenException {
        config.warnings().forEach(warning -> LOG.warn("{}", warning));
        spool.open();
        try {
            operator.start();
            workers.exchange(config.destinations()).start();
            setup = setup(config, List.of());
            warnOfWhatIsOwedToNobody();
            housekeeper.start();
            server.start();
            watch.start();
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

    /**
     * Completes when the spool can store nothing any more or the listener hears nothing, which only a new process can
     * mend; then the bridge is to be closed.
     */
    public CompletableFuture<Throwable> brokenDown() {
        return spoolEvents.brokenDown();
    }

    public Spool spool() {
        return spool;
    }

    public Map<String, DeliveryWorker> workers() {
        return workers.byName();
    }

    /**
     * Reads the configuration again and applies what a running bridge can change, while webhooks go on being taken and
     * delivered. A destination that changed lets what is on its way finish first.
     *
     * @throws ConfigException when the file has faults; then nothing has changed
     */
    public synchronized Reload reload() throws ConfigException {
        if (closed) {
            throw new ConfigException("The configuration", List.of(new Problem("", 0, "the bridge is stopping")));
        }
        List<String> notes = new ArrayList<>();
        try {
            BridgeConfig read = file.read(notes::add);
            List<String> needsRestart = ConfigChanges.needingRestart(config, read);
            List<String> changes = apply(config.with(read), needsRestart);
            Reload done = new Reload(changes, needsRestart, notes);
            LOG.info("Configuration reloaded: {}", done.summary());
            Stream.concat(notes.stream(), setup.warnings().stream()).forEach(warning -> LOG.warn("{}", warning));
            warnOfWhatIsOwedToNobody();
            return done;
        } catch (ConfigException faulty) {
            faulty.problems()
                    .forEach(problem -> LOG.error("The configuration is not reloaded, nothing changed: {}", problem));
            throw faulty;
        }
    }

    private List<String> apply(BridgeConfig next, List<String> needsRestart) {
        List<String> changes = ConfigChanges.applied(config, next);
        List<String> keysChanged = config.sources().values().stream()
                .filter(source -> !source.hasSecretsOf(next.sources().get(source.name())))
                .map(SourceConfig::name)
                .toList();
        Map<String, Normalizer> normalizers = normalizers(next);
        Workers.Exchange exchange = workers.exchange(next.destinations());
        exchange.stop();
        config = next;
        normalizer.use(normalizers);
        server.use(List.copyOf(next.sources().values()), next.destinationsBySource());
        keysChanged.forEach(server::keysChanged);
        exchange.start();
        gauges.add(next.destinations().keySet());
        setup = setup(next, needsRestart);
        return changes;
    }

    @Override
    public synchronized void close() {
        closed = true;
        LOG.info("Bridge is stopping: no more webhooks are taken, what is in flight is settled");
        watch.close();
        server.close();
        housekeeper.close();
        workers.close();
        operator.close();
        spool.close();
        LOG.info("Bridge has stopped");
    }
}
