package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.destination.arcsight.ArcsightType;
import io.siembridge.app.destination.qradar.QradarType;
import io.siembridge.app.tls.TestCertificates;
import io.siembridge.app.tls.TestCertificates.Identity;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemons that stand between many bridges and their SIEMs: rsyslog and syslog-ng, really running, and restarted under
 * load. Run with {@code -Dpeers=required}; then missing daemons are a failure.
 */
@Tag("peers")
@Timeout(180)
final class RealSyslogPeersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EVENTS = 3000;
    private static final int BATCH = 50;
    private static final Pattern UID = Pattern.compile("(?:ocsfUid|externalId)=([0-9a-f]{32})");

    @TempDir
    private Path directory;

    @BeforeAll
    static void onlyWhereTheDaemonsAreWanted() {
        assumeTrue("required".equals(System.getProperty("peers")), "needs -Dpeers=required");
    }

    @Test
    void loseNothingWhenRsyslogRestartsUnderLoad() throws Exception {
        int port = SyslogDaemon.freePort();
        assertNothingIsLost(
                SyslogDaemon.rsyslog(directory, plainRsyslog(port), port),
                new QradarType(),
                "tcp://127.0.0.1:" + port,
                Map.of());
    }

    @Test
    void loseNothingWhenRsyslogRestartsUnderLoadOfCountedMessages() throws Exception {
        int port = SyslogDaemon.freePort();
        assertNothingIsLost(
                SyslogDaemon.rsyslog(directory, plainRsyslog(port), port),
                new ArcsightType(),
                "tcp://127.0.0.1:" + port,
                settings("framing", "octet-counted"));
    }

    @Test
    void loseNothingWhenRsyslogRestartsUnderLoadOverTls() throws Exception {
        TestCertificates certificates = TestCertificates.createIn(directory.resolve("tls"));
        Identity identity = certificates.issue("rsyslog", TestCertificates.LOOPBACK);
        int port = SyslogDaemon.freePort();
        assertNothingIsLost(
                SyslogDaemon.rsyslog(directory, tlsRsyslog(port, certificates, identity, "anon"), port),
                new QradarType(),
                "tls://localhost:" + port,
                tls(certificates));
    }

    @Test
    void loseNothingWhenSyslogNgRestartsUnderLoad() throws Exception {
        int port = SyslogDaemon.freePort();
        String source = "network(ip(127.0.0.1) port(%d) transport(tcp) flags(store-raw-message));".formatted(port);
        assertNothingIsLost(
                SyslogDaemon.syslogNg(directory, source, port), new QradarType(), "tcp://127.0.0.1:" + port, Map.of());
    }

    @Test
    void loseNothingWhenSyslogNgRestartsUnderLoadOfCountedMessages() throws Exception {
        int port = SyslogDaemon.freePort();
        String source = "syslog(ip(127.0.0.1) port(%d) transport(tcp) flags(store-raw-message));".formatted(port);
        assertNothingIsLost(
                SyslogDaemon.syslogNg(directory, source, port),
                new ArcsightType(),
                "tcp://127.0.0.1:" + port,
                settings("framing", "octet-counted"));
    }

    @Test
    void loseNothingWhenSyslogNgRestartsUnderLoadOverTls() throws Exception {
        TestCertificates certificates = TestCertificates.createIn(directory.resolve("tls"));
        Identity identity = certificates.issue("syslog-ng", TestCertificates.LOOPBACK);
        int port = SyslogDaemon.freePort();
        String source = """
                network(ip(127.0.0.1) port(%d) transport(tls) flags(store-raw-message)
                    tls(key-file("%s") cert-file("%s") peer-verify(optional-untrusted)));
                """.formatted(port, identity.key(), identity.certificate());
        assertNothingIsLost(
                SyslogDaemon.syslogNg(directory, source, port),
                new ArcsightType(),
                "tls://localhost:" + port,
                tls(certificates));
    }

    @Test
    void pauseWhenSyslogNgDemandsACertificate() throws Exception {
        TestCertificates certificates = TestCertificates.createIn(directory.resolve("tls"));
        Identity identity = certificates.issue("syslog-ng", TestCertificates.LOOPBACK);
        int port = SyslogDaemon.freePort();
        String source = """
                network(ip(127.0.0.1) port(%d) transport(tls) flags(store-raw-message)
                    tls(key-file("%s") cert-file("%s") ca-file("%s") peer-verify(required-trusted)));
                """.formatted(port, identity.key(), identity.certificate(), certificates.authority());
        try (SyslogDaemon daemon = SyslogDaemon.syslogNg(directory, source, port)) {
            daemon.start();
            try (Destination destination = create(new QradarType(), "tls://localhost:" + port, tls(certificates))) {
                List<Outcome> outcomes =
                        send(destination, TestEvents.events(0, 3)).all(PATIENCE);
                assertThat(outcomes)
                        .allSatisfy(outcome ->
                                assertThat(outcome.kind()).as(outcome.reason()).isEqualTo(Kind.PAUSED));
            }
            assertThat(daemon.messages()).isEmpty();
        }
    }

    @Test
    void takeNothingForDeliveredWhenRsyslogDemandsACertificate() throws Exception {
        TestCertificates certificates = TestCertificates.createIn(directory.resolve("tls"));
        Identity identity = certificates.issue("rsyslog", TestCertificates.LOOPBACK);
        int port = SyslogDaemon.freePort();
        String configuration = tlsRsyslog(port, certificates, identity, "x509/certvalid");
        try (SyslogDaemon daemon = SyslogDaemon.rsyslog(directory, configuration, port)) {
            daemon.start();
            try (Destination destination = create(new QradarType(), "tls://localhost:" + port, tls(certificates))) {
                assertThat(send(destination, TestEvents.events(0, 3)).all(PATIENCE))
                        .allSatisfy(outcome -> {
                            assertThat(outcome.kind()).isIn(Kind.RETRY, Kind.PAUSED);
                            assertThat(outcome.reason()).contains("tls.certificate");
                        });
            }
            assertThat(daemon.messages()).isEmpty();
        }
    }

    @Test
    void rsyslogTakesDatagrams() throws Exception {
        int udp = SyslogDaemon.freePort();
        int tcp = SyslogDaemon.freePort();
        String configuration = plainRsyslog(tcp) + """
                module(load="imudp")
                input(type="imudp" address="127.0.0.1" port="%d")
                """.formatted(udp);
        try (SyslogDaemon daemon = SyslogDaemon.rsyslog(directory, configuration, tcp)) {
            daemon.start();
            try (Destination destination =
                    SyslogContract.create(new QradarType(), "udp://127.0.0.1:" + udp, Map.of(), Map.of(), context())) {
                assertThat(send(destination, TestEvents.events(0, 20)).kinds(PATIENCE))
                        .containsOnly(Kind.ACCEPTED);
            }
            await().atMost(PATIENCE).until(() -> uids(daemon.messages()).size() == 20);
        }
    }

    @Test
    void rsyslogKeepsTheCaretAndDestroysTheTab() throws Exception {
        int port = SyslogDaemon.freePort();
        String address = "tcp://127.0.0.1:" + port;
        try (SyslogDaemon daemon = SyslogDaemon.rsyslog(directory, plainRsyslog(port), port)) {
            daemon.start();
            try (Destination caret = create(new QradarType(), address, Map.of());
                    Destination tab = create(new QradarType(), address, settings("leef", "1.0"))) {
                send(caret, TestEvents.events(0, 1)).all(PATIENCE);
                send(tab, TestEvents.events(1, 2)).all(PATIENCE);
            }
            await().atMost(PATIENCE).until(() -> daemon.messages().size() == 2);
            assertThat(daemon.messages().get(0)).contains("^cat=New^sev=8^").doesNotContain("#011");
            assertThat(daemon.messages().get(1)).contains("#011cat=New#011sev=8#011");
        }
    }

    private void assertNothingIsLost(
            SyslogDaemon daemon, DestinationType type, String address, Map<String, ConfigNode> settings)
            throws Exception {
        try (daemon;
                Destination destination = create(type, address, settings)) {
            daemon.start();
            List<OcsfEvent> left = TestEvents.events(0, EVENTS);
            int sent = 0;
            int restarts = 0;
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (!left.isEmpty()) {
                assertThat(System.nanoTime()).as("events left: " + left.size()).isLessThan(deadline);
                List<RecordedOutcomes> pending = new ArrayList<>();
                for (int from = 0; from < left.size(); from += BATCH) {
                    pending.add(send(destination, left.subList(from, Math.min(from + BATCH, left.size()))));
                    sent += BATCH;
                    if (restarts < 3 && sent > (restarts + 1) * EVENTS / 4) {
                        restarts++;
                        daemon.stop();
                        daemon.start();
                    }
                }
                left = unaccepted(left, pending);
            }
            assertThat(restarts).isEqualTo(3);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(uids(daemon.messages()))
                            .containsExactlyInAnyOrderElementsOf(TestEvents.uids(0, EVENTS)));
        }
    }

    private static List<OcsfEvent> unaccepted(List<OcsfEvent> sent, List<RecordedOutcomes> pending) {
        List<OcsfEvent> left = new ArrayList<>();
        int index = 0;
        for (RecordedOutcomes outcomes : pending) {
            for (Kind kind : outcomes.kinds(PATIENCE)) {
                assertThat(kind).isIn(Kind.ACCEPTED, Kind.RETRY);
                if (kind == Kind.RETRY) {
                    left.add(sent.get(index));
                }
                index++;
            }
        }
        return left;
    }

    private static RecordedOutcomes send(Destination destination, List<OcsfEvent> events) throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
        destination.send(events, outcomes);
        return outcomes;
    }

    private static Set<String> uids(List<String> messages) {
        Set<String> uids = new TreeSet<>();
        for (String message : messages) {
            Matcher matcher = UID.matcher(message);
            assertThat(matcher.find()).as(message).isTrue();
            uids.add(matcher.group(1));
        }
        return uids;
    }

    private static Destination create(DestinationType type, String address, Map<String, ConfigNode> settings) {
        return SyslogContract.create(type, address, settings, context());
    }

    private static DestinationContext context() {
        return new DestinationContext(
                "siem", "bridge.example.net", "0.0.0-test", InstantSource.system(), new Random(7));
    }

    private static Map<String, ConfigNode> settings(String key, String value) {
        return Map.of(key, ConfigNode.text(key, 1, value));
    }

    private static Map<String, ConfigNode> tls(TestCertificates certificates) {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        members.put("ca", ConfigNode.text("tls.ca", 1, certificates.authority().toString()));
        return Map.of("tls", ConfigNode.section("tls", 1, members));
    }

    private static String plainRsyslog(int port) {
        return """
                module(load="imtcp")
                input(type="imtcp" address="127.0.0.1" port="%d")
                """.formatted(port);
    }

    private static String tlsRsyslog(int port, TestCertificates certificates, Identity identity, String mode)
            throws Exception {
        return """
                global(defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="%s"
                    defaultNetstreamDriverCertFile="%s" defaultNetstreamDriverKeyFile="%s")
                module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="%s")
                input(type="imtcp" address="127.0.0.1" port="%d")
                """.formatted(certificates.authority(), identity.certificate(), forGnuTls(identity.key()), mode, port);
    }

    /** GnuTLS wants the public key beside an elliptic private one; the JDK leaves it out, OpenSSL puts it in. */
    private static Path forGnuTls(Path key) throws Exception {
        Path rewritten = key.resolveSibling("gnutls.key");
        Process openssl = new ProcessBuilder("openssl", "ec", "-in", key.toString(), "-out", rewritten.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(said).isZero();
        return rewritten;
    }
}
