package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.Secret;
import io.siembridge.app.demo.ForwardSession.Admission;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ProtocolPeer;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.tls.TestCertificates;
import io.siembridge.app.tls.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a receiver that speaks TLS, and in it asks for a shared key. */
final class FluentdTlsTest extends FluentdContract {
    @TempDir
    static Path directory;

    private static TestCertificates certificates;
    private static SSLContext receiver;

    @BeforeAll
    static void issueCertificates() throws Exception {
        certificates = TestCertificates.createIn(directory.resolve("ours"));
        receiver = certificates.peer(certificates.issue("receiver", TestCertificates.LOOPBACK));
    }

    @Override
    protected ProtocolPeer createPeer() throws Exception {
        return guarded(receiver.getServerSocketFactory());
    }

    @Override
    protected Destination createDestination(ProtocolPeer peer, DestinationContext context) {
        return destination(certificates.trusting(), ((ForwardPeer) peer).port(), context);
    }

    @Test
    void pausesWhenItDoesNotTrustTheReceiver() throws Exception {
        TestCertificates others = TestCertificates.createIn(directory.resolve("others"));
        peer.start();
        assertPaused(others.trusting(), (ForwardPeer) peer, "TLS with");
    }

    @Test
    void pausesWhenTheCertificateIsForAnotherName() throws Exception {
        SSLContext elsewhere = certificates.peer(certificates.issue("elsewhere", "dns:elsewhere.example.net"));
        try (ForwardPeer other = guarded(elsewhere.getServerSocketFactory())) {
            other.start();
            assertPaused(certificates.trusting(), other, "localhost");
        }
    }

    @Test
    void checksTheConfiguredNameInsteadOfTheHosts() throws Exception {
        SSLContext elsewhere = certificates.peer(certificates.issue("named", "dns:collector.example.net"));
        TlsConfig trusting = certificates.trusting();
        TlsConfig named = new TlsConfig(
                trusting.ca(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("collector.example.net"),
                trusting.minimum());
        try (ForwardPeer other = guarded(elsewhere.getServerSocketFactory());
                Destination sender = destination(named, other.port(), context())) {
            other.start();
            Destination.Probe probe = sender.probe();
            assertThat(probe.accepts()).as(probe.reason()).isTrue();
        }
    }

    @Test
    void pausesWhenTheReceiverWantsAClientCertificate() throws Exception {
        try (ForwardPeer strict = guarded(new WantingCertificates(receiver.getServerSocketFactory()))) {
            strict.start();
            assertPaused(certificates.trusting(), strict, "TLS with");
        }
    }

    /** Without a shared key the receiver has nothing to say first, and resets the connection we write to. */
    @Test
    void pausesWhenAReceiverWithoutAKeyWantsAClientCertificate() throws Exception {
        try (ForwardPeer strict = ForwardPeer.encrypted(new WantingCertificates(receiver.getServerSocketFactory()))) {
            strict.start();
            FluentdConfig open = TestConfigs.encrypted(certificates.trusting(), strict.port());
            destination.close();
            destination = new FluentdDestination(open, context());
            assertThat(send(TestEvents.events(0, 500))).allSatisfy(outcome -> {
                assertThat(outcome.kind()).as(outcome.reason()).isEqualTo(Kind.PAUSED);
                assertThat(outcome.reason()).contains("TLS with");
            });
        }
    }

    /** What is left of a refusal in TLS 1.3 when the receiver's reset overtakes its alert. */
    @Test
    void saysThatAConnectionThatWasCutMayBeARefusedCertificate() {
        Outcome outcome = PeerFault.ofAnswer(
                        new FluentdConfig.Address(true, "fluentd.example", 24224),
                        new SSLException("readHandshakeRecord", new SocketException("Broken pipe")))
                .outcome();
        assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
        assertThat(outcome.reason()).contains("cut the TLS connection", "check tls.certificate");
    }

    @Test
    void presentsItsCertificate() throws Exception {
        TlsConfig presenting =
                certificates.trustingAndPresenting(certificates.issue("bridge", TestCertificates.LOOPBACK));
        try (ForwardPeer strict = guarded(new WantingCertificates(receiver.getServerSocketFactory()));
                Destination sender = destination(presenting, strict.port(), context())) {
            strict.start();
            Destination.Probe probe = sender.probe();
            assertThat(probe.accepts()).as(probe.reason()).isTrue();
        }
    }

    @Test
    void pausesWhenTheReceiverDoesNotSpeakTls() throws Exception {
        try (ForwardPeer clear = ForwardPeer.withKey(CANARY)) {
            clear.start();
            assertPaused(certificates.trusting(), clear, "speaks TLS");
        }
    }

    @Test
    void pausesAndNamesTheFileWhenTheAuthorityCannotBeRead() throws Exception {
        TlsConfig missing = new TlsConfig(
                Optional.of(directory.resolve("missing.pem")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TlsConfig.Protocol.TLS_1_2);
        peer.start();
        assertPaused(missing, (ForwardPeer) peer, "missing.pem");
    }

    private void assertPaused(TlsConfig tls, ForwardPeer receiver, String reason) throws Exception {
        destination.close();
        destination = destination(tls, receiver.port(), context());
        List<Outcome> outcomes = send(TestEvents.events(0, 2));
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.kind()).as(outcome.reason()).isEqualTo(Kind.PAUSED);
            assertThat(outcome.reason()).contains(reason);
        });
        assertThat(receiver.received()).isEmpty();
    }

    private static Destination destination(TlsConfig tls, int port, DestinationContext context) {
        FluentdConfig config = TestConfigs.guarded(TestConfigs.encrypted(tls, port), CANARY, Optional.empty());
        return new FluentdDestination(config, context);
    }

    private static ForwardPeer guarded(ServerSocketFactory sockets) throws Exception {
        return ForwardPeer.guarded(sockets, new Admission(new Secret(CANARY), Map.of()));
    }

    /** Makes server sockets that insist on a client certificate. */
    private static final class WantingCertificates extends ServerSocketFactory {
        private final ServerSocketFactory sockets;

        WantingCertificates(ServerSocketFactory sockets) {
            this.sockets = sockets;
        }

        @Override
        public ServerSocket createServerSocket() throws IOException {
            SSLServerSocket socket = (SSLServerSocket) sockets.createServerSocket();
            socket.setNeedClientAuth(true);
            return socket;
        }

        @Override
        public ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
            throw new UnsupportedOperationException();
        }
    }
}
