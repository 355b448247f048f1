package io.siembridge.app.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes over loopback with certificates made for the purpose. */
@Timeout(60)
class TlsContextsTest {
    @TempDir
    static Path directory;

    private static TestCertificates ours;
    private static TestCertificates.Identity server;

    @BeforeAll
    static void issue() throws Exception {
        ours = TestCertificates.createIn(directory.resolve("ours"));
        server = ours.issue("server", TestCertificates.LOOPBACK);
    }

    @Test
    void trustsTheConfiguredAuthority() throws Exception {
        assertThat(handshake(ours.peer(server), false, ours.trusting())).isEqualTo("TLSv1.3");
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        TestCertificates theirs = TestCertificates.createIn(directory.resolve("theirs"));
        assertThatThrownBy(() -> handshake(ours.peer(server), false, theirs.trusting()))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("certification path");
    }

    @Test
    void refusesACertificateThatThePlatformDoesNotTrustWhenNoAuthorityIsConfigured() {
        assertThatThrownBy(() -> handshake(ours.peer(server), false, TlsConfig.defaults()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        TestCertificates.Identity expired = ours.issueExpired("expired", TestCertificates.LOOPBACK);
        assertThatThrownBy(() -> handshake(ours.peer(expired), false, ours.trusting()))
                .isInstanceOf(SSLHandshakeException.class)
                .hasStackTraceContaining("CertificateExpiredException");
    }

    @Test
    void refusesACertificateWithAnotherName() throws Exception {
        TestCertificates.Identity elsewhere = ours.issue("elsewhere", "dns:elsewhere.example.net");
        assertThatThrownBy(() -> handshake(ours.peer(elsewhere), false, ours.trusting()))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("localhost");
    }

    @Test
    void wantsTheConfiguredNameInsteadOfTheHosts() throws Exception {
        TestCertificates.Identity named = ours.issue("named", "dns:elsewhere.example.net,dns:*.wild.example.net");
        assertThat(handshake(ours.peer(named), false, expecting("Elsewhere.example.net")))
                .startsWith("TLS");
        assertThat(handshake(ours.peer(named), false, expecting("a.wild.example.net")))
                .startsWith("TLS");
        for (String other : List.of("b.a.wild.example.net", "wild.example.net", "localhost", "127.0.0.1")) {
            assertThatThrownBy(() -> handshake(ours.peer(named), false, expecting(other)))
                    .as(other)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining(other);
        }
        assertThat(handshake(ours.peer(server), false, expecting("127.0.0.1"))).startsWith("TLS");
    }

    @Test
    void checksTheChainAlsoWhenANameIsConfigured() throws Exception {
        TlsConfig platformTrust = new TlsConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("localhost"),
                TlsConfig.Protocol.TLS_1_2);
        assertThatThrownBy(() -> handshake(ours.peer(server), false, platformTrust))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("certification path");
    }

    @Test
    void saysWhatAPersonHasToMend() throws Exception {
        TestCertificates.Identity expired = ours.issueExpired("expired-too", TestCertificates.LOOPBACK);
        TestCertificates.Identity elsewhere = ours.issue("elsewhere-too", "dns:elsewhere.example.net");
        assertThat(faultOf(ours.peer(expired), false, ours.trusting())).hasValueSatisfying(contains("expired"));
        assertThat(faultOf(ours.peer(elsewhere), false, ours.trusting()))
                .hasValueSatisfying(contains("tls.server_name"));
        assertThat(faultOf(ours.peer(server), false, TlsConfig.defaults())).hasValueSatisfying(contains("tls.ca"));
        assertThat(faultOf(ours.peer(server), true, ours.trusting()))
                .hasValueSatisfying(contains("client certificate"));
    }

    @Test
    void knowsAPeerThatDoesNotSpeakTls() {
        // Sockets and engines word it differently.
        assertThat(TlsFault.of(new SSLException("Unsupported or unrecognized SSL message")))
                .isPresent();
        assertThat(TlsFault.of(new SSLException("Unrecognized SSL message, plaintext connection?")))
                .isPresent();
    }

    @Test
    void leavesBrokenConnectionsToAnotherTry() {
        assertThat(TlsFault.of(new SSLHandshakeException("Remote host terminated the handshake")))
                .isEmpty();
        assertThat(TlsFault.of(new SSLException("Connection reset", new SocketException("Connection reset"))))
                .isEmpty();
        assertThat(TlsFault.of(new SSLException("Received fatal alert: internal_error")))
                .isEmpty();
        assertThat(TlsFault.of(new ConnectException("Connection refused"))).isEmpty();
    }

    @Test
    void presentsItsCertificateToAPeerThatAsksForOne() throws Exception {
        TestCertificates.Identity client = ours.issue("client", "dns:bridge.example.net");
        assertThat(handshake(ours.peer(server), true, ours.trustingAndPresenting(client)))
                .startsWith("TLS");
    }

    @Test
    void isRefusedByAPeerThatAsksForACertificateWhenItHasNone() {
        assertThatThrownBy(() -> handshake(ours.peer(server), true, ours.trusting()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesProtocolVersionsBelowTheMinimum() throws Exception {
        TlsConfig onlyNewest = new TlsConfig(
                Optional.of(ours.authority()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TlsConfig.Protocol.TLS_1_3);
        assertThatThrownBy(() -> handshake(ours.peer(server), false, onlyNewest, "TLSv1.2"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("protocol_version");
        assertThat(handshake(ours.peer(server), false, ours.trusting(), "TLSv1.2"))
                .isEqualTo("TLSv1.2");
    }

    @Test
    void namesTheFileThatIsMissing() {
        TlsConfig missing = new TlsConfig(
                Optional.of(directory.resolve("no-such.crt")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TlsConfig.Protocol.TLS_1_2);
        assertThatThrownBy(() -> TlsContexts.client(missing))
                .isInstanceOf(TlsConfigurationException.class)
                .hasMessageContaining("no-such.crt");
    }

    @Test
    void saysHowToConvertAKeyOfAnotherForm() throws Exception {
        Path key = directory.resolve("pkcs1.key");
        Files.writeString(key, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        TestCertificates.Identity mixed = new TestCertificates.Identity(server.certificate(), key);
        assertThatThrownBy(() -> TlsContexts.client(ours.trustingAndPresenting(mixed)))
                .isInstanceOf(TlsConfigurationException.class)
                .hasMessageContaining("openssl pkcs8");
    }

    @Test
    void readsARenewedCertificateOnTheNextCall() throws Exception {
        Path link = directory.resolve("current.crt");
        Files.copy(TestCertificates.createIn(directory.resolve("before")).authority(), link);
        TlsConfig config = new TlsConfig(
                Optional.of(link), Optional.empty(), Optional.empty(), Optional.empty(), TlsConfig.Protocol.TLS_1_2);
        assertThatThrownBy(() -> handshake(ours.peer(server), false, config)).isInstanceOf(SSLHandshakeException.class);
        Files.writeString(link, Files.readString(ours.authority()));
        assertThat(handshake(ours.peer(server), false, config)).startsWith("TLS");
    }

    private static TlsConfig expecting(String name) {
        return new TlsConfig(
                Optional.of(ours.authority()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                TlsConfig.Protocol.TLS_1_2);
    }

    private static Optional<String> faultOf(SSLContext peer, boolean asksForCertificate, TlsConfig client)
            throws Exception {
        try {
            handshake(peer, asksForCertificate, client);
            throw new AssertionError("The handshake succeeded");
        } catch (IOException e) {
            return TlsFault.of(e);
        }
    }

    private static Consumer<String> contains(String part) {
        return reason -> assertThat(reason).contains(part);
    }

    /** The protocol agreed on, after the peer sent a byte: in TLS 1.3 a refused client certificate shows only then. */
    private static String handshake(SSLContext peer, boolean asksForCertificate, TlsConfig client, String... protocols)
            throws Exception {
        try (SSLServerSocket listener =
                (SSLServerSocket) peer.getServerSocketFactory().createServerSocket(0)) {
            listener.setNeedClientAuth(asksForCertificate);
            if (protocols.length > 0) {
                listener.setEnabledProtocols(protocols);
            }
            CompletableFuture<Void> greeting = CompletableFuture.runAsync(() -> greet(listener));
            try (SSLSocket socket = (SSLSocket)
                    TlsContexts.client(client).getSocketFactory().createSocket("localhost", listener.getLocalPort())) {
                socket.setSSLParameters(TlsContexts.parameters(client));
                assertThat(socket.getInputStream().read()).isEqualTo('x');
                return socket.getSession().getProtocol();
            } finally {
                awaitQuietly(greeting);
            }
        }
    }

    private static void greet(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.getOutputStream().write('x');
        } catch (IOException refusedByTheOtherSide) {
            // What the client sees is what the test asserts.
        }
    }

    private static void awaitQuietly(CompletableFuture<Void> greeting) throws Exception {
        try {
            greeting.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("The peer failed", e);
        }
    }
}
