package io.siembridge.app.destination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.Secret;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ScriptedHttpServer.Reply;
import io.siembridge.app.tls.TestCertificates;
import io.siembridge.app.tls.TlsConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One exchange, with peers that are secured, unreachable, behind a proxy, or never come to an end. */
@Timeout(60)
class HttpSenderTest {
    /** Much longer than an answer takes on a busy machine. */
    private static final Duration PATIENT = Duration.ofSeconds(20);

    /** For peers that never answer. */
    private static final Duration IMPATIENT = Duration.ofSeconds(2);

    private static final int LIMIT = 1000;

    @TempDir
    static Path directory;

    private static TestCertificates ours;
    private static TestCertificates.Identity good;

    @BeforeAll
    static void issue() throws Exception {
        ours = TestCertificates.createIn(directory.resolve("ours"));
        good = ours.issue("server", TestCertificates.LOOPBACK);
    }

    @Test
    void trustsTheConfiguredAuthority() throws Exception {
        try (ScriptedHttpServer server = new ScriptedHttpServer(ours.peer(good)).start()) {
            assertThat(send(server.url("/"), ours.trusting()).status()).isEqualTo(200);
        }
    }

    @Test
    void pausesForAnAuthorityItDoesNotTrust() throws Exception {
        try (ScriptedHttpServer server = new ScriptedHttpServer(ours.peer(good)).start()) {
            assertThat(faultAt(server.url("/"), TlsConfig.defaults())).satisfies(pausedFor("tls.ca"));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void pausesForACertificateWithAnotherName() throws Exception {
        TestCertificates.Identity elsewhere = ours.issue("elsewhere", "dns:splunk.example.net");
        try (ScriptedHttpServer server = new ScriptedHttpServer(ours.peer(elsewhere)).start()) {
            assertThat(faultAt(server.url("/"), ours.trusting())).satisfies(pausedFor("tls.server_name"));
            assertThat(send(server.url("/"), expecting("splunk.example.net")).status())
                    .isEqualTo(200);
            assertThat(faultAt(server.url("/"), expecting("localhost"))).satisfies(pausedFor("tls.server_name"));
        }
    }

    @Test
    void pausesForAnExpiredCertificate() throws Exception {
        TestCertificates.Identity expired = ours.issueExpired("expired", TestCertificates.LOOPBACK);
        try (ScriptedHttpServer server = new ScriptedHttpServer(ours.peer(expired)).start()) {
            assertThat(faultAt(server.url("/"), ours.trusting())).satisfies(pausedFor("expired"));
        }
    }

    @Test
    void presentsItsCertificateWhereOneIsAskedFor() throws Exception {
        TestCertificates.Identity client = ours.issue("client", "dns:bridge.example.net");
        try (ScriptedHttpServer server =
                new ScriptedHttpServer(ours.peer(good)).askingForCertificate().start()) {
            assertThat(send(server.url("/"), ours.trustingAndPresenting(client)).status())
                    .isEqualTo(200);
            // The peer's alert and the end of its connection race each other, so this may also look like a cut.
            assertThat(faultAt(server.url("/"), ours.trusting()).kind()).isIn(Kind.PAUSED, Kind.RETRY);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void pausesForAPeerThatDoesNotSpeakTls() throws Exception {
        try (ScriptedHttpServer server = new ScriptedHttpServer().start()) {
            server.refuse(ScriptedHttpServer.Refusal.GREET);
            String url = server.url("/").replace("http:", "https:");
            assertThat(faultAt(url, ours.trusting())).satisfies(pausedFor("does not speak TLS"));
        }
    }

    @Test
    void triesAgainWhenTheHandshakeIsCut() throws Exception {
        try (ScriptedHttpServer server = new ScriptedHttpServer().start()) {
            server.refuse(ScriptedHttpServer.Refusal.CUT);
            String url = server.url("/").replace("http:", "https:");
            assertThat(faultAt(url, ours.trusting()).kind()).isEqualTo(Kind.RETRY);
        }
    }

    @Test
    void triesAgainWhenTheHandshakeStalls() throws Exception {
        try (ScriptedHttpServer server = new ScriptedHttpServer().start()) {
            server.refuse(ScriptedHttpServer.Refusal.STALL);
            String url = server.url("/").replace("http:", "https:");
            assertThat(faultOf(impatient(url, ours.trusting()), url).kind()).isEqualTo(Kind.RETRY);
        }
    }

    @Test
    void readsCertificatesAgainAfterTheyWereMended() throws Exception {
        Path authority = directory.resolve("mended.crt");
        TlsConfig tls = new TlsConfig(
                Optional.of(authority),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TlsConfig.Protocol.TLS_1_2);
        try (ScriptedHttpServer server = new ScriptedHttpServer(ours.peer(good)).start()) {
            HttpSender sender = new HttpSender(settings(server.url("/"), tls), List.of());
            assertThat(faultOf(sender, server.url("/"))).satisfies(pausedFor("mended.crt"));
            Files.copy(TestCertificates.createIn(directory.resolve("theirs")).authority(), authority);
            assertThat(faultOf(sender, server.url("/"))).satisfies(pausedFor("tls.ca"));
            Files.writeString(authority, Files.readString(ours.authority()));
            assertThat(sender.send(get(server.url("/")), LIMIT).status()).isEqualTo(200);
        }
    }

    @Test
    void triesAgainWhenNobodyListensOrTheNameIsUnknown() throws Exception {
        String url;
        try (ScriptedHttpServer server = new ScriptedHttpServer()) {
            url = server.url("/");
        }
        assertThat(faultAt(url, TlsConfig.defaults())).satisfies(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
            assertThat(outcome.reason()).contains("connect").contains(url.substring(0, url.length() - 1));
        });
        assertThat(faultAt("http://no-such-host.invalid/", TlsConfig.defaults()))
                .satisfies(outcome -> {
                    assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
                    assertThat(outcome.reason()).contains("resolved");
                });
    }

    @Test
    void goesThroughTheConfiguredProxy() throws Exception {
        try (ScriptedHttpServer proxy = new ScriptedHttpServer().start()) {
            HttpSettings settings = new HttpSettings(
                    URI.create("http://collector.invalid:8088/ocsf"),
                    PATIENT,
                    Optional.of(URI.create(proxy.url(""))),
                    TlsConfig.defaults());
            HttpAnswer answer =
                    new HttpSender(settings, List.of()).send(get(settings.url().toString()), LIMIT);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(proxy.requests().get(0).target()).isEqualTo("http://collector.invalid:8088/ocsf");
        }
    }

    @Test
    void asksTheProxyForATunnelToASecuredPeer() throws Exception {
        try (ScriptedHttpServer proxy = new ScriptedHttpServer().start()) {
            proxy.answer(request -> Reply.of(502, "no route"));
            HttpSettings settings = new HttpSettings(
                    URI.create("https://collector.invalid:8088/ocsf"),
                    PATIENT,
                    Optional.of(URI.create(proxy.url(""))),
                    ours.trusting());
            HttpSender sender = new HttpSender(settings, List.of());
            assertThat(faultOf(sender, settings.url().toString()).kind()).isEqualTo(Kind.RETRY);
            assertThat(proxy.requests().get(0).method()).isEqualTo("CONNECT");
            assertThat(proxy.requests().get(0).headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void readsAnEndlessAnswerToItsLimit() throws Exception {
        try (ScriptedHttpServer server = new ScriptedHttpServer().start()) {
            server.answer(request -> Reply.endless(200));
            HttpAnswer answer = send(server.url("/"), TlsConfig.defaults());
            assertThat(answer.body()).hasSize(LIMIT);
            assertThat(answer.brokenOff()).isFalse();
        }
    }

    @Test
    void readsAnAnswerThatCameCompressed() throws Exception {
        assertThat(compressedAnswer(Gzip.compress("{\"text\":\"Success\",\"code\":0}".getBytes(UTF_8))))
                .isEqualTo("{\"text\":\"Success\",\"code\":0}");
    }

    @Test
    void readsCompressedAnswersThatAreCutOrTooLargeOrNotCompressedAtAll() throws Exception {
        byte[] whole = Gzip.compress("come again ".repeat(20_000).getBytes(UTF_8));
        assertThat(compressedAnswer(whole)).hasSize(LIMIT);
        assertThat(compressedAnswer(Arrays.copyOf(whole, whole.length - 200))).startsWith("come again come");
        assertThat(compressedAnswer("come again".getBytes(UTF_8))).isEqualTo("come again");
    }

    private static String compressedAnswer(byte[] body) throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n";
        try (ScriptedHttpServer server = new ScriptedHttpServer().start()) {
            server.answer(request -> out -> {
                out.write(head.getBytes(UTF_8));
                out.write(body);
                out.flush();
                return true;
            });
            return new String(send(server.url("/"), TlsConfig.defaults()).body(), UTF_8);
        }
    }

    @Test
    void closesTheConnectionOfAnAnswerThatDidNotCome() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://localhost:" + server.getLocalPort() + "/";
            assertThat(faultOf(impatient(url, TlsConfig.defaults()), url).kind())
                    .isEqualTo(Kind.RETRY);
            try (Socket connection = server.accept()) {
                connection.setSoTimeout(5_000);
                assertThat(connection.getInputStream().readAllBytes())
                        .asString()
                        .startsWith("GET / HTTP/1.1");
            }
        }
    }

    @Test
    void knowsTheStatusOfAnAnswerThatStallsInItsBody() throws Exception {
        try (ScriptedHttpServer server = new ScriptedHttpServer().start()) {
            server.answer(request -> Reply.stalling(503, "come aga"));
            HttpAnswer answer = impatient(server.url("/"), TlsConfig.defaults()).send(get(server.url("/")), LIMIT);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).asString().isEqualTo("come aga");
            assertThat(answer.brokenOff()).isTrue();
        }
    }

    @Test
    void knowsTheStatusOfAnAnswerThatIsCutInItsBody() throws Exception {
        try (ScriptedHttpServer server = new ScriptedHttpServer().start()) {
            server.answer(request -> Reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"text\""));
            HttpAnswer answer = send(server.url("/"), TlsConfig.defaults());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.brokenOff()).isTrue();
        }
    }

    @Test
    void triesAgainAfterWhatIsNotHttp() throws Exception {
        try (ScriptedHttpServer server = new ScriptedHttpServer().start()) {
            for (String garbage : List.of(
                    "SSH-2.0-OpenSSH_9.2\r\n",
                    "HTTP/1.1 abc\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: minus one\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                    "HTTP/1.1 200 OK\r\nbroken header\r\n\r\n",
                    "\u0000")) {
                server.answer(request -> Reply.raw(garbage));
                HttpSender sender = new HttpSender(settings(server.url("/"), TlsConfig.defaults()), List.of());
                try {
                    // What can be made of the status line is up to the destination; nothing else may escape.
                    assertThat(sender.send(get(server.url("/")), LIMIT).status())
                            .isEqualTo(200);
                } catch (HttpFault fault) {
                    assertThat(fault.outcome().kind()).as(garbage).isEqualTo(Kind.RETRY);
                }
            }
        }
    }

    @Test
    void takesSecretsOutOfWhatItSays() throws Exception {
        try (ScriptedHttpServer server = new ScriptedHttpServer().start()) {
            server.answer(request -> Reply.raw("you said s3cret\r\n\r\n"));
            HttpSender sender =
                    new HttpSender(settings(server.url("/"), TlsConfig.defaults()), List.of(new Secret("s3cret")));
            assertThat(faultOf(sender, server.url("/")).reason()).doesNotContain("s3cret");
        }
    }

    private static Outcome faultAt(String url, TlsConfig tls) throws InterruptedException {
        return faultOf(new HttpSender(settings(url, tls), List.of()), url);
    }

    private static Outcome faultOf(HttpSender sender, String url) throws InterruptedException {
        try {
            throw new AssertionError("answered " + sender.send(get(url), LIMIT).status());
        } catch (HttpFault fault) {
            return fault.outcome();
        }
    }

    private static HttpAnswer send(String url, TlsConfig tls) throws Exception {
        return new HttpSender(settings(url, tls), List.of()).send(get(url), LIMIT);
    }

    private static HttpSettings settings(String url, TlsConfig tls) {
        return new HttpSettings(URI.create(url), PATIENT, Optional.empty(), tls);
    }

    private static HttpSender impatient(String url, TlsConfig tls) {
        return new HttpSender(new HttpSettings(URI.create(url), IMPATIENT, Optional.empty(), tls), List.of());
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).GET().build();
    }

    private static TlsConfig expecting(String name) {
        return new TlsConfig(
                Optional.of(ours.authority()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                TlsConfig.Protocol.TLS_1_2);
    }

    private static Consumer<Outcome> pausedFor(String reason) {
        return outcome -> {
            assertThat(outcome.kind()).as(outcome.reason()).isEqualTo(Kind.PAUSED);
            assertThat(outcome.reason()).contains(reason);
        };
    }
}
