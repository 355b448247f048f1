package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ProtocolPeer.Behaviour;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.tls.TestCertificates;
import io.siembridge.app.tls.TestCertificates.Identity;
import io.siembridge.app.tls.TlsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who trusts whom, in real handshakes. */
@Timeout(60)
final class SyslogTlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static TestCertificates certificates;
    private static TestCertificates strangers;
    private static Identity receiver;
    private static Identity elsewhere;
    private static Identity expired;
    private static Identity sender;
    private static Identity stranger;

    @BeforeAll
    static void issueCertificates() throws Exception {
        certificates = TestCertificates.createIn(directory.resolve("ours"));
        receiver = certificates.issue("receiver", TestCertificates.LOOPBACK);
        elsewhere = certificates.issue("elsewhere", "dns:elsewhere.example.net");
        expired = certificates.issueExpired("expired", TestCertificates.LOOPBACK);
        sender = certificates.issue("sender", "dns:bridge.example.net");
        strangers = TestCertificates.createIn(directory.resolve("strangers"));
        stranger = strangers.issue("stranger", TestCertificates.LOOPBACK);
    }

    @Test
    void deliversWithAClientCertificateWhereOneIsAskedFor() throws Exception {
        try (SyslogPeer peer = started(certificates, receiver, Behaviour.REFUSE_CREDENTIALS)) {
            assertThat(send(peer, certificates.trustingAndPresenting(sender)))
                    .extracting(Outcome::kind)
                    .containsOnly(Kind.ACCEPTED);
            assertThat(peer.receivedUids()).isEqualTo(TestEvents.uids(0, 2));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsConfig.Protocol.class)
    void pausesWhenTheClientCertificateIsNotTrusted(TlsConfig.Protocol version) throws Exception {
        try (SyslogPeer peer = started(certificates, receiver, Behaviour.REFUSE_CREDENTIALS)) {
            peer.offerOnly(version);
            TlsConfig untrusted = new TlsConfig(
                    Optional.of(certificates.authority()),
                    Optional.of(stranger.certificate()),
                    Optional.of(stranger.key()),
                    Optional.empty(),
                    TlsConfig.Protocol.TLS_1_2);
            assertPaused(peer, untrusted, "tls.certificate");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsConfig.Protocol.class)
    void pausesWhenThereIsNoClientCertificateToShow(TlsConfig.Protocol version) throws Exception {
        try (SyslogPeer peer = started(certificates, receiver, Behaviour.REFUSE_CREDENTIALS)) {
            peer.offerOnly(version);
            assertPaused(peer, certificates.trusting(), "tls.certificate");
        }
    }

    @Test
    void pausesWhenTheReceiverIsNotTrusted() throws Exception {
        try (SyslogPeer peer = started(strangers, stranger, Behaviour.ACCEPT)) {
            assertPaused(peer, certificates.trusting(), "tls.ca");
        }
    }

    @Test
    void pausesWhenTheReceiversNameIsAnother() throws Exception {
        try (SyslogPeer peer = started(certificates, elsewhere, Behaviour.ACCEPT)) {
            assertPaused(peer, certificates.trusting(), "tls.server_name");
        }
    }

    @Test
    void pausesWhenTheReceiversCertificateHasExpired() throws Exception {
        try (SyslogPeer peer = started(certificates, expired, Behaviour.ACCEPT)) {
            assertPaused(peer, certificates.trusting(), "expiry");
        }
    }

    @Test
    void pausesWhenTheReceiverSpeaksOnlyOlderVersions() throws Exception {
        try (SyslogPeer peer = started(certificates, receiver, Behaviour.ACCEPT)) {
            peer.offerOnly(TlsConfig.Protocol.TLS_1_2);
            TlsConfig trusting = certificates.trusting();
            TlsConfig strict = new TlsConfig(
                    trusting.ca(), Optional.empty(), Optional.empty(), Optional.empty(), TlsConfig.Protocol.TLS_1_3);
            assertPaused(peer, strict, "tls.minimum");
        }
    }

    @Test
    void pausesWhenItsOwnFilesAreMissing() throws Exception {
        try (SyslogPeer peer = started(certificates, receiver, Behaviour.ACCEPT)) {
            TlsConfig missing = new TlsConfig(
                    Optional.of(directory.resolve("missing.crt")),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    TlsConfig.Protocol.TLS_1_2);
            assertPaused(peer, missing, "missing.crt");
        }
    }

    @Test
    void goesOnByItselfWhenTheTrustIsMended() throws Exception {
        Path authority = directory.resolve("changing.crt");
        Files.copy(strangers.authority(), authority);
        TlsConfig changing = new TlsConfig(
                Optional.of(authority),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TlsConfig.Protocol.TLS_1_2);
        try (SyslogPeer peer = started(certificates, receiver, Behaviour.ACCEPT);
                Destination destination =
                        UidOnly.to(peer.address()).tls(changing).destination()) {
            assertThat(destination.probe().accepts()).isFalse();
            Files.copy(certificates.authority(), authority, StandardCopyOption.REPLACE_EXISTING);
            assertThat(destination.probe().accepts()).isTrue();
        }
    }

    @Test
    void takesTheNameThatIsConfiguredForTheHosts() throws Exception {
        TlsConfig named = new TlsConfig(
                Optional.of(certificates.authority()),
                Optional.empty(),
                Optional.empty(),
                Optional.of("elsewhere.example.net"),
                TlsConfig.Protocol.TLS_1_2);
        try (SyslogPeer peer = started(certificates, elsewhere, Behaviour.ACCEPT)) {
            assertThat(send(peer, named)).extracting(Outcome::kind).containsOnly(Kind.ACCEPTED);
            assertThat(peer.indicatedNames()).containsOnly("elsewhere.example.net");
        }
    }

    @Test
    void triesAgainWhenTheReceiverDoesNotSpeakTls() throws Exception {
        try (SyslogPeer plain = UidOnly.peer()) {
            plain.start();
            try (Destination destination = UidOnly.to(plain.address().replace("tcp:", "tls:"))
                    .tls(certificates.trusting())
                    .destination()) {
                assertThat(send(destination)).extracting(Outcome::kind).containsOnly(Kind.RETRY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TlsConfig.Protocol.class)
    void confirmsWhatTheReceiverReadToTheEndWhenItIsClosed(TlsConfig.Protocol version) throws Exception {
        RecordedOutcomes outcomes = new RecordedOutcomes(3);
        try (SyslogPeer peer = started(certificates, receiver, Behaviour.ACCEPT)) {
            peer.offerOnly(version);
            Destination patient = UidOnly.to(peer.address())
                    .tls(certificates.trusting())
                    .confirmAfter(Duration.ofMinutes(10))
                    .destination();
            patient.send(TestEvents.events(0, 3), outcomes);
            patient.close();
            assertThat(outcomes.complete()).isTrue();
            assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
            assertThat(peer.receivedUids()).isEqualTo(TestEvents.uids(0, 3));
        }
    }

    private static SyslogPeer started(TestCertificates authority, Identity identity, Behaviour behaviour)
            throws Exception {
        SyslogPeer peer = new SyslogPeer(Optional.of(authority.peer(identity)), UidOnly.UID);
        peer.behave(behaviour);
        peer.start();
        return peer;
    }

    private static void assertPaused(SyslogPeer peer, TlsConfig tls, String hint) throws Exception {
        try (Destination destination = UidOnly.to(peer.address()).tls(tls).destination()) {
            assertThat(send(destination)).allSatisfy(outcome -> {
                assertThat(outcome.kind()).as(outcome.reason()).isEqualTo(Kind.PAUSED);
                assertThat(outcome.reason()).contains(hint);
            });
            assertThat(destination.probe().accepts()).isFalse();
            assertThat(peer.received()).isEmpty();
        }
    }

    private static List<Outcome> send(SyslogPeer peer, TlsConfig tls) throws Exception {
        try (Destination destination = UidOnly.to(peer.address()).tls(tls).destination()) {
            return send(destination);
        }
    }

    private static List<Outcome> send(Destination destination) throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(2);
        destination.send(TestEvents.events(0, 2), outcomes);
        return outcomes.all(PATIENCE);
    }
}
