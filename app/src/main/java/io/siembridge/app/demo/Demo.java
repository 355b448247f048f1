package io.siembridge.app.demo;

import io.siembridge.app.bridge.Bridge;
import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.config.Secret;
import io.siembridge.app.demo.DemoReport.RoundTrip;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.app.sender.OutboundWebhook;
import io.siembridge.app.sender.Proof;
import io.siembridge.app.sender.Receipt;
import io.siembridge.app.sender.Receiver;
import io.siembridge.app.sender.TestSender;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A bridge with throw-away secrets and a temporary spool, receivers that speak the real protocols, and every sample sent
 * through it. What comes out is compared with what went in: uid, class and severity of every event.
 */
public final class Demo implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PATIENCE_WHEN_BROKEN = Duration.ofSeconds(2);
    private static final int GAPS_WAITED_FOR = 3;

    private final PrintWriter err;
    private final Optional<Break> broken;
    private int gaps;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Secret> secrets = new HashMap<>();
    private final Secret adminToken = secret();
    private final List<DemoPeer> peers = new ArrayList<>();
    private final Path folder;
    private final Bridge bridge;
    private final BridgeConfig config;

    /** A stage that can be broken, to see that the demo notices. */
    public enum Break {
        /** One byte of each body is changed after it was signed. */
        FLIPPED_BYTE,
        /** The bridge has a token that Splunk does not know. */
        REFUSED_TOKEN,
        /** The Fluentd receiver is gone. */
        STOPPED_RECEIVER
    }

    /** @param err where progress is shown */
    public Demo(PrintWriter err, Optional<Break> broken) throws Exception {
        this.err = err;
        this.broken = broken;
        this.folder = Files.createTempDirectory("siem-bridge-demo");
        peers.add(new DemoSplunk(
                secret(), broken.filter(Break.REFUSED_TOKEN::equals).isPresent()));
        peers.add(new DemoQradar());
        peers.add(new DemoFluentd(secret(), random));
        Vendors.all().forEach(vendor -> secrets.put(vendor.id(), secret()));
        this.config = new ConfigReader(name -> Optional.empty()).read(configuration(), folder, BridgeConfig.SECTION);
        this.bridge = new Bridge(config, Environment.real());
        bridge.start();
        if (broken.filter(Break.STOPPED_RECEIVER::equals).isPresent()) {
            peers.get(2).close();
        }
    }

    private Secret secret() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return new Secret(HexFormat.of().formatHex(bytes));
    }

    private Secret secretOf(Vendor vendor) {
        return Objects.requireNonNull(secrets.get(vendor.id()));
    }

    private String configuration() {
        StringBuilder yaml = new StringBuilder();
        yaml.append("server: {listen: \"127.0.0.1:0\"}\n");
        yaml.append("admin: {listen: \"127.0.0.1:0\", token: \"")
                .append(adminToken.reveal())
                .append("\"}\n");
        yaml.append("spool: {url: \"jdbc:sqlite:")
                .append(folder.resolve("spool.db"))
                .append("\", min_free_disk: 16MiB}\n");
        yaml.append("events: {tests: true, scans: true, statistics: true}\n");
        yaml.append("sources:\n");
        for (Vendor vendor : Vendors.all()) {
            String proof = vendor.verification() instanceof HmacSignature
                    ? "secrets: [\"" + secretOf(vendor).reveal() + "\"]"
                    : "token: {values: [\"" + secretOf(vendor).reveal() + "\"]}";
            yaml.append("  ")
                    .append(vendor.id())
                    .append(": {vendor: ")
                    .append(vendor.id())
                    .append(", ")
                    .append(proof)
                    .append("}\n");
        }
        yaml.append("destinations:\n");
        peers.forEach(peer -> yaml.append("  ")
                .append(peer.name())
                .append(": ")
                .append(peer.configuration())
                .append('\n'));
        return yaml.toString();
    }

    /** Sends every sample, shows its progress, and says what came out. */
    public DemoReport run() throws InterruptedException {
        List<RoundTrip> roundTrips = new ArrayList<>();
        List<Sample> samples = new Samples(Vendors.all()).all();
        for (Sample sample : samples) {
            roundTrips.add(roundTrip(sample));
            err.printf("\r%d of %d samples", roundTrips.size(), samples.size());
            err.flush();
        }
        err.print("\r                              \r");
        err.flush();
        Map<String, DestinationTally> books = books();
        return new DemoReport(
                List.copyOf(roundTrips), peers.stream().map(DemoPeer::name).toList(), books, troubles());
    }

    private RoundTrip roundTrip(Sample sample) throws InterruptedException {
        Set<ExpectedEvent> expected = expected(sample);
        SourceConfig source =
                Objects.requireNonNull(config.sources().get(sample.vendor().id()));
        URI url = URI.create("http://127.0.0.1:" + bridge.port() + "/webhooks/"
                + sample.vendor().id());
        Proof proof = new Proof(source.scheme(), secretOf(sample.vendor()));
        long begun = System.nanoTime();
        Receipt receipt = new TestSender(
                        new Receiver(url, Optional.empty()), new Proof(Optional.empty(), proof.secret()))
                .send(outbound(sample, proof));
        long deadline = System.nanoTime() + (receipt.isAccepted() ? patience().toNanos() : 0);
        List<String> missing = missing(expected);
        while (!missing.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(2);
            missing = missing(expected);
        }
        gaps += missing.isEmpty() ? 0 : 1;
        return new RoundTrip(sample, receipt, expected, missing, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Of a broken stage the first samples show enough; waiting as long for each of the others would take minutes. */
    private Duration patience() {
        if (broken.isEmpty()) {
            return PATIENCE;
        }
        return gaps < GAPS_WAITED_FOR ? PATIENCE_WHEN_BROKEN : Duration.ofMillis(50);
    }

    /** The webhook as it goes out; to break verification, one byte of it is changed after the proof was made. */
    private OutboundWebhook outbound(Sample sample, Proof proof) {
        Map<String, String> headers = new HashMap<>(sample.headers());
        byte[] body = sample.payload().clone();
        headers.putAll(proof.header(body));
        if (broken.filter(Break.FLIPPED_BYTE::equals).isPresent()) {
            body[body.length / 2] ^= 1;
            if (!(sample.vendor().verification() instanceof HmacSignature)) {
                headers.replaceAll((name, value) -> proof.secret().reveal().equals(value) ? value + "x" : value);
            }
        }
        return new OutboundWebhook(sample.id(), headers, body);
    }

    private static Set<ExpectedEvent> expected(Sample sample) {
        Set<ExpectedEvent> expected = new LinkedHashSet<>();
        try {
            sample.normalize().events().forEach(event -> expected.add(ExpectedEvent.of(event)));
        } catch (MalformedPayloadException unreadable) {
            // Then nothing comes out, and the books show a dead letter.
        }
        return expected;
    }

    private List<String> missing(Set<ExpectedEvent> expected) {
        return peers.stream()
                .filter(peer -> !expected.stream().allMatch(peer::hasArrived))
                .map(DemoPeer::name)
                .toList();
    }

    /** The books once nothing is in flight, or as they are when that takes too long. */
    private Map<String, DestinationTally> books() throws InterruptedException {
        long deadline = System.nanoTime() + (broken.isPresent() ? PATIENCE_WHEN_BROKEN : PATIENCE).toNanos();
        Map<String, DestinationTally> books = bridge.spool().tallies();
        while (books.values().stream().anyMatch(tally -> tally.waiting() > 0) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
            books = bridge.spool().tallies();
        }
        return books;
    }

    private Map<String, String> troubles() {
        Map<String, String> troubles = new TreeMap<>();
        bridge.workers().forEach((name, worker) -> {
            if (!worker.status().reason().isEmpty()) {
                troubles.put(
                        name, worker.status().state() + ": " + worker.status().reason());
            }
        });
        return troubles;
    }

    /** Says where to look while everything keeps running. */
    public void announce(PrintWriter out) {
        out.printf("%nThe bridge keeps running until you press Ctrl-C.%n");
        out.printf("  console   http://127.0.0.1:%d/%n", bridge.adminPort());
        out.printf("  token     %s%n", adminToken.reveal());
        out.printf("  webhooks  http://127.0.0.1:%d/webhooks/...%n", bridge.port());
        out.flush();
    }

    @Override
    public void close() {
        bridge.close();
        peers.forEach(DemoPeer::close);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            err.println("The temporary folder " + folder + " could not be removed: " + e);
        }
    }
}
