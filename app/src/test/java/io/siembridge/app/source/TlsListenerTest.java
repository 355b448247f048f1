package io.siembridge.app.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.cli.BridgeCommand;
import io.siembridge.app.config.Secret;
import io.siembridge.app.listener.ListenException;
import io.siembridge.app.sender.OutboundWebhook;
import io.siembridge.app.sender.Proof;
import io.siembridge.app.sender.Receiver;
import io.siembridge.app.sender.TestSender;
import io.siembridge.app.source.ServerConfig.ServerTls;
import io.siembridge.app.tls.TestCertificates;
import io.siembridge.app.tls.TestCertificates.Identity;
import io.siembridge.app.tls.TlsContexts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** HTTPS on the public side, and what is said when it cannot be had. */
@Timeout(60)
class TlsListenerTest {
    @TempDir
    private static Path shared;

    private static TestCertificates certificates;
    private static Identity first;
    private static Identity second;

    @TempDir
    private Path folder;

    @BeforeAll
    static void issue() throws Exception {
        certificates = TestCertificates.createIn(shared.resolve("ca"));
        first = certificates.issue("first", TestCertificates.LOOPBACK);
        second = certificates.issue("second", TestCertificates.LOOPBACK);
    }

    private static String keys(Path certificate, Path key) {
        return ", tls: {certificate: \"" + certificate + "\", key: \"" + key + "\"}";
    }

    private SSLSocket connect(int port, String... protocols) throws Exception {
        SSLContext context = TlsContexts.client(certificates.trusting());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    @Test
    void speaksTls12And13AndNothingOlder() throws Exception {
        try (RunningBridge bridge = RunningBridge.start(
                folder, keys(first.certificate(), first.key()), "  archive: {type: file, path: \"-\"}\n")) {
            for (String protocol : new String[] {"TLSv1.3", "TLSv1.2"}) {
                try (SSLSocket socket = connect(bridge.bridge().port(), protocol)) {
                    socket.startHandshake();
                    assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
                    socket.getOutputStream()
                            .write("POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
                                    .getBytes(US_ASCII));
                    assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                            .isEqualTo("HTTP/1.1 401");
                }
            }
            for (String protocol : new String[] {"TLSv1.1", "TLSv1"}) {
                try (SSLSocket socket = connect(bridge.bridge().port(), protocol)) {
                    assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
                }
            }
        }
    }

    /** Canaries, the console and {@code send} reach it by a loopback address, which its certificate need not name. */
    @Test
    void sendersOfOurOwnKnowItsCertificateAndNoOther() throws Exception {
        Identity elsewhere = certificates.issue("elsewhere", "dns:bridge.example");
        try (RunningBridge bridge = RunningBridge.start(
                folder, keys(elsewhere.certificate(), elsewhere.key()), "  archive: {type: file, path: \"-\"}\n")) {
            URI url = URI.create("https://127.0.0.1:" + bridge.bridge().port() + "/webhooks/snyk");
            assertThat(status(url, Optional.of(elsewhere.certificate()))).isEqualTo(401);
            assertThat(status(url, Optional.of(first.certificate()))).isZero();
            assertThat(status(url, Optional.empty())).isZero();
        }
    }

    private static int status(URI url, Optional<Path> certificate) throws Exception {
        Proof none = new Proof(Optional.empty(), new Secret(""));
        return new TestSender(new Receiver(url, certificate), none)
                .send(new OutboundWebhook("test", Map.of(), new byte[0]))
                .status();
    }

    @Test
    void answersASenderThatReadsOnlyAfterItHasSentEverything() throws Exception {
        try (RunningBridge bridge = RunningBridge.start(
                        folder,
                        keys(first.certificate(), first.key()) + ", max_body: 1KiB",
                        "  archive: {type: file, path: \"-\"}\n");
                SSLSocket socket = connect(bridge.bridge().port())) {
            socket.getOutputStream()
                    .write("POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nContent-Length: 8388608\r\n\r\n"
                            .getBytes(US_ASCII));
            socket.getOutputStream().write(new byte[8 << 20]);
            assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void offersNoOtherProtocolThanHttp11() throws Exception {
        try (RunningBridge bridge = RunningBridge.start(
                        folder, keys(first.certificate(), first.key()), "  archive: {type: file, path: \"-\"}\n");
                SSLSocket socket = connect(bridge.bridge().port())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isNotEqualTo("h2");
        }
    }

    @Test
    void anUnfinishedHandshakeHasADeadline() throws Exception {
        try (RunningBridge bridge = RunningBridge.start(
                        folder,
                        keys(first.certificate(), first.key()) + ", header_deadline: 2s",
                        "  archive: {type: file, path: \"-\"}\n");
                Socket socket = new Socket("127.0.0.1", bridge.bridge().port())) {
            socket.getOutputStream().write(new byte[] {0x16, 3, 1, 1, 0});
            socket.setSoTimeout(20_000);
            assertThat(socket.getInputStream().readAllBytes().length).isLessThan(100);
        }
    }

    @Test
    void takesARenewedCertificateWithoutARestartAndKeepsTheOldOneWhileTheNewIsUnusable() throws Exception {
        Path certificate = Files.copy(first.certificate(), folder.resolve("tls.crt"));
        Path key = Files.copy(first.key(), folder.resolve("tls.key"));
        Server server = new Server();
        try (TlsListener listener = new TlsListener(new ServerTls(certificate, key))) {
            listener.prepare();
            ServerConnector connector = listener.connector(server, new HttpConfiguration());
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            server.start();
            assertThat(presented(connector.getLocalPort())).contains("CN=first");

            // Older than what it replaces, as it is when files are moved into place; and without its key, for a moment.
            Files.copy(second.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(certificate, FileTime.from(Instant.EPOCH));
            listener.reloadIfChanged();
            assertThat(presented(connector.getLocalPort())).contains("CN=first");

            Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(key, FileTime.from(Instant.EPOCH));
            listener.reloadIfChanged();
            assertThat(presented(connector.getLocalPort())).contains("CN=second");
        } finally {
            server.stop();
        }
    }

    private String presented(int port) throws Exception {
        try (SSLSocket socket = connect(port)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    @Test
    void saysWhichFileIsWrongBeforeAnythingListens() throws Exception {
        Path damaged = folder.resolve("damaged.key");
        Files.writeString(damaged, "-----BEGIN PRIVATE KEY-----\nQUJD=Q\n-----END PRIVATE KEY-----\n");
        Path noKey = Files.writeString(folder.resolve("no.key"), "not a key\n");
        assertFault(folder.resolve("missing.crt"), first.key(), "missing.crt");
        assertFault(first.certificate(), folder.resolve("missing.key"), "missing.key");
        assertFault(first.certificate(), second.key(), "is not the key of the first certificate");
        assertFault(first.certificate(), damaged, "damaged.key");
        assertFault(first.certificate(), noKey, "openssl pkcs8");
        assertFault(first.key(), first.key(), "first.key");
        assertFault(first.certificate(), folder, folder.toString());
        assertFault(folder, first.key(), folder.toString());
    }

    private static void assertFault(Path certificate, Path key, String named) {
        try (TlsListener listener = new TlsListener(new ServerTls(certificate, key))) {
            assertThatThrownBy(listener::prepare)
                    .isInstanceOf(ListenException.class)
                    .hasMessageStartingWith("Cannot listen with TLS (server.tls): ")
                    .hasMessageContaining(named);
        }
    }

    @Test
    void endsWithStatusOneAndOneMessage() throws Exception {
        assertThat(refusalToServe("127.0.0.1:0", keys(first.certificate(), second.key())))
                .startsWith("Cannot listen with TLS (server.tls): ")
                .hasLineCount(1);
    }

    @Test
    void aPortThatIsTakenIsTheSameMessageWithAndWithoutTls() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            for (String keys : List.of("", keys(first.certificate(), first.key()))) {
                assertThat(refusalToServe(address, keys))
                        .startsWith("Cannot listen on " + address + " (server.listen): ")
                        .contains("configure another port")
                        .hasLineCount(1);
            }
        }
    }

    private String refusalToServe(String listen, String keys) throws Exception {
        Path config = Files.writeString(
                folder.resolve("bridge.yaml"),
                RunningBridge.yaml(folder, keys, "", "  archive: {type: file, path: \"-\"}\n")
                        .replaceFirst("127.0.0.1:0", listen));
        StringWriter err = new StringWriter();
        CommandLine line = BridgeCommand.commandLine();
        line.setErr(new PrintWriter(err, true));
        assertThat(line.execute("serve", "--config", config.toString())).isEqualTo(1);
        return err.toString();
    }
}
