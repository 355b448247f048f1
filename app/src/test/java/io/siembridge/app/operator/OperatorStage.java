package io.siembridge.app.operator;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.app.sender.OutboundWebhook;
import io.siembridge.app.sender.Proof;
import io.siembridge.app.sender.Receipt;
import io.siembridge.app.sender.Receiver;
import io.siembridge.app.sender.TestSender;
import io.siembridge.app.source.ServerConfig;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.source.WebhookServer;
import io.siembridge.app.spool.DeliveryState;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolConfig;
import io.siembridge.app.spool.SpoolListener;
import io.siembridge.app.spool.SqliteSpool;
import io.siembridge.app.spool.WebhookDetail;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.app.worker.WebhookNormalizer;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Normalizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything an operator looks at, running: a public listener, a spool, two destinations that do as a test tells them, and
 * the operator's listener.
 */
final class OperatorStage implements AutoCloseable {
    static final String TOKEN = "token-of-the-operator-tests-91c2";
    static final String SOVEREN_SECRET = "soveren-secret-1";
    private static final List<String> DESTINATIONS = List.of("splunk", "qradar");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Path folder;
    final Spool spool;
    final ToldDestination splunk = new ToldDestination();
    final ToldDestination qradar = new ToldDestination();
    final Map<String, DeliveryWorker> workers = new LinkedHashMap<>();
    final Map<String, SourceConfig> sources;
    final WebhookServer server;
    final OperatorServer operator;
    volatile List<String> concerns = List.of();
    volatile Reload.Action reload = () -> new Reload(List.of(), List.of(), List.of());

    OperatorStage() throws Exception {
        folder = Files.createTempDirectory("operator-stage");
        spool = new SqliteSpool(
                new SpoolConfig(folder.resolve("spool.db"), Duration.ofDays(7), 1L << 30, 1 << 20),
                InstantSource.system(),
                new SpoolListener() {
                    @Override
                    public void due(String destination) {
                        Optional.ofNullable(workers.get(destination)).ifPresent(DeliveryWorker::wake);
                    }
                },
                source -> Duration.ofHours(2));
        spool.open();
        ConfigReader reader = new ConfigReader(name -> Optional.empty());
        Path here = Path.of("");
        sources = reader.read("""
                soveren: {vendor: soveren, secrets: ["soveren-secret-1", "soveren-secret-2"]}
                snyk: {vendor: snyk, secrets: ["snyk-secret-1"]}
                wallarm: {vendor: wallarm, token: {header: X-Auth-Token, values: ["wallarm-token-1"]}}
                """, here, ValueTypes.named(SourceConfig.section(Vendors.all())));
        AdminConfig admin = reader.read(
                "{listen: \"127.0.0.1:0\", token: \"" + TOKEN + "\", hosts: [bridge.example]}",
                here,
                AdminConfig.SECTION);
        ServerConfig listener = reader.read("{listen: \"127.0.0.1:0\"}", here, ServerConfig.SECTION);
        BridgeMetrics metrics = new BridgeMetrics();
        InstantSource clock = InstantSource.system();
        WebhookNormalizer normalizer = normalizer(metrics);
        workers.put("splunk", worker("splunk", splunk, normalizer, metrics, clock));
        workers.put("qradar", worker("qradar", qradar, normalizer, metrics, clock));
        Map<String, List<String>> everywhere = new HashMap<>();
        sources.keySet().forEach(source -> everywhere.put(source, DESTINATIONS));
        server = new WebhookServer(listener, List.copyOf(sources.values()), everywhere, spool, metrics, clock);
        Setup setup = new Setup(
                sources,
                everywhere,
                workers,
                event -> true,
                JsonNodeFactory.instance.objectNode().put("of", "the stage"),
                List.of("The stage is not a real bridge"));
        operator = new OperatorServer(
                admin,
                new OperatedBridge(
                        spool,
                        () -> setup,
                        () -> concerns,
                        () -> reload.run(),
                        normalizer,
                        Vendors.all(),
                        server,
                        metrics,
                        "9.9.9",
                        clock));
        workers.values().forEach(DeliveryWorker::start);
        server.start();
        operator.start();
    }

    private WebhookNormalizer normalizer(BridgeMetrics metrics) {
        Map<String, Normalizer> bySource = new HashMap<>();
        sources.forEach(
                (name, source) -> bySource.put(name, source.vendor().normalizer(source.normalizerSettings(false))));
        return new WebhookNormalizer(bySource, Map.of(), 1 << 24, metrics);
    }

    private DeliveryWorker worker(
            String name,
            ToldDestination destination,
            WebhookNormalizer normalizer,
            BridgeMetrics metrics,
            InstantSource clock) {
        return new DeliveryWorker(
                name,
                "told",
                destination,
                spool,
                normalizer,
                (source, event) -> true,
                new Retry(Duration.ofDays(1), 0),
                Optional.empty(),
                metrics,
                clock,
                new SecureRandom());
    }

    String url(String path) {
        return "http://127.0.0.1:" + operator.port() + path;
    }

    String webhookUrl(String source) {
        return server.localUrl() + "/webhooks/" + source;
    }

    static Sample sample(String id) {
        return new Samples(Vendors.all()).withId(id).orElseThrow();
    }

    /** Sends a sample as its vendor would, and gives its receipt id. */
    String send(String sampleId) throws InterruptedException {
        Sample sample = sample(sampleId);
        return send(sample.vendor().id(), sample.headers(), sample.payload());
    }

    String send(String sourceName, Map<String, String> headers, byte[] body) throws InterruptedException {
        SourceConfig source = sources.get(sourceName);
        Proof proof = new Proof(source.scheme(), source.secrets().get(0));
        Receipt receipt = new TestSender(new Receiver(URI.create(webhookUrl(sourceName)), Optional.empty()), proof)
                .send(new OutboundWebhook("test", headers, body));
        if (!receipt.isAccepted()) {
            throw new AssertionError(receipt.status() + " " + receipt.answer());
        }
        return receipt.webhook();
    }

    /** Sends one and waits until each delivery of it is in one of these states. */
    String sendAndAwait(String sampleId, DeliveryState... states) throws InterruptedException {
        String webhook = send(sampleId);
        awaitStates(webhook, states);
        return webhook;
    }

    /** Stores a webhook that is owed to a destination which is not configured. */
    String owe(String destination) {
        return spool.accept(
                        TestWebhooks.verified(
                                "snyk", "snyk", sample("snyk/ping").payload(), Optional.empty(), Instant.now()),
                        List.of(destination))
                .join()
                .webhook();
    }

    void awaitStates(String webhook, DeliveryState... states) {
        await().atMost(PATIENCE)
                .until(() -> spool.webhook(webhook).stream()
                        .flatMap(detail -> detail.deliveries().stream())
                        .map(WebhookDetail.DeliveryDetail::state)
                        .allMatch(List.of(states)::contains));
    }

    @Override
    public void close() {
        operator.close();
        server.close();
        workers.values().forEach(DeliveryWorker::close);
        spool.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
