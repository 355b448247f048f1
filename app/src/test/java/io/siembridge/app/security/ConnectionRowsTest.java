package io.siembridge.app.security;

import static io.siembridge.app.security.Sender.metric;
import static io.siembridge.app.security.Sender.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.bridge.RunningBridge;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.util.Jetty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 19, 20 and 23: connections that only take up room, and requests that are two. */
@Timeout(180)
class ConnectionRowsTest {
    private static final String HEAD = "POST /webhooks/wallarm HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ";

    /** {@code -Dsecurity.sockets=5000} needs as many file descriptors twice. */
    private static final int SOCKETS = Integer.getInteger("security.sockets", 1_000);

    @TempDir
    private static Path folder;

    private static RunningBridge bridge;

    @BeforeAll
    static void start() throws Exception {
        bridge = RunningBridge.start(
                folder,
                ", header_deadline: 4s, body_deadline: 4s, max_connections: " + SOCKETS * 2 / 5,
                "  archive: {type: file, path: \"" + folder.resolve("out.ndjson") + "\"}\n");
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static int port() {
        return bridge.bridge().port();
    }

    private static long stored() {
        return bridge.bridge().spool().tallies().values().stream()
                .mapToLong(tally -> tally.owed())
                .sum();
    }

    private static String good(String body) {
        return HEAD + RunningBridge.WALLARM.reveal() + "\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    @Nested
    class Row19SlowSendersAndFloods {
        @Test
        void trickledHeadersHaveADeadlineThatNoByteExtends() throws Exception {
            try (Socket socket = new Socket("127.0.0.1", port())) {
                socket.getOutputStream().write(utf8("POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nX-Slow: "));
                long begun = System.nanoTime();
                await().pollInterval(Duration.ofMillis(200))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> isCutAfter(socket, "a"));
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(3));
            }
        }

        @Test
        void theNextRequestOfAKeptConnectionHasTheSameDeadline() throws Exception {
            try (Socket socket = new Socket("127.0.0.1", port())) {
                socket.getOutputStream().write(utf8(good("[\"kept\"]").replace("Connection: close\r\n", "")));
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
                await().pollInterval(Duration.ofMillis(200))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> isCutAfter(socket, "P"));
            }
        }

        private static boolean isCutAfter(Socket socket, String more) {
            try {
                socket.getOutputStream().write(utf8(more));
                return false;
            } catch (IOException cut) {
                return true;
            }
        }

        @Test
        void aGoodSenderIsServedWhileAThousandSocketsDrip() throws Exception {
            List<Socket> slow = new ArrayList<>();
            AtomicBoolean over = new AtomicBoolean();
            Thread drip = new Thread(() -> drip(slow, over), "drip");
            try {
                for (int i = 0; i < SOCKETS; i++) {
                    Socket socket = new Socket("127.0.0.1", port());
                    String begin = i % 2 == 0
                            ? "POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nX-Slow: "
                            : "POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{";
                    try {
                        socket.getOutputStream().write(utf8(begin));
                    } catch (IOException cutAlready) {
                        socket.close();
                    }
                    synchronized (slow) {
                        slow.add(socket);
                    }
                }
                drip.start();
                long slowest = 0;
                for (int i = 0; i < 20; i++) {
                    long begun = System.nanoTime();
                    String answer = RawHttp.exchange(port(), good("[\"good\"," + i + "]"));
                    slowest = Math.max(slowest, System.nanoTime() - begun);
                    assertThat(RawHttp.status(answer))
                            .as("try %s: %s", i, answer)
                            .isEqualTo(200);
                }
                assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(10));
                assertThat(metric(bridge, "connections_cut_total")).isPositive();
            } finally {
                over.set(true);
                drip.join();
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        }

        private static void drip(List<Socket> slow, AtomicBoolean over) {
            while (!over.get()) {
                synchronized (slow) {
                    for (Socket socket : slow) {
                        isCutAfter(socket, "x");
                    }
                }
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
        }
    }

    @Nested
    class Row20HeaderFloodsAndHttp2 {
        @Test
        void manyFragmentsOfOneHeaderAreTooLargeTogether() throws Exception {
            String answer = RawHttp.exchange(
                    port(), "GET / HTTP/1.1\r\nHost: x\r\n" + "Baggage: aaaaaaaaaaaaaaaa\r\n".repeat(5_000) + "\r\n");
            assertThat(answer).matches("(?s)HTTP/1\\.1 431 .*application/problem\\+json.*\"status\":431.*|.*reset.*");
        }

        @Test
        void anOversizeHeaderIsAnsweredWithAProblemDocument() throws Exception {
            String answer = RawHttp.exchange(
                    port(), "GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + "a".repeat(16_384) + "\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 431").contains("application/problem+json", "\"status\":431");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("jetty", "<html");
        }

        /** There is no HTTP/2 here, so there is nothing to reset. */
        @Test
        void http2IsNotSpoken() throws Exception {
            assertThat(RawHttp.exchange(port(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
                    .startsWith("HTTP/1.1 4");
            String upgrade =
                    "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n";
            assertThat(RawHttp.exchange(port(), upgrade)).startsWith("HTTP/1.1 404");
        }
    }

    @Nested
    class Row23RequestSmuggling {
        private static final String AUTH = HEAD + RunningBridge.WALLARM.reveal() + "\r\n";
        private static final String SECOND = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
                    "Content-Length: 2\r\nContent-Length: 3\r\n\r\n[] ",
                    "Content-Length: 2, 3\r\n\r\n[]",
                    "Content-Length: +2\r\n\r\n[]",
                    "Content-Length: -2\r\n\r\n[]",
                    "Content-Length: 0x2\r\n\r\n[]",
                    "Content-Length: 2 3\r\n\r\n[]",
                    "Content-Length: 99999999999999999999\r\n\r\n[]",
                    "Content-Length : 2\r\n\r\n[]",
                    "Content-Length: 2\r\n Transfer-Encoding: chunked\r\n\r\n[]",
                    "Content-Length: 2\r\nContent Length: 3\r\n\r\n[]",
                    "Content-Length: 2\r\nX: a\rb\r\n\r\n[]",
                    "Content-Length: 2\r\nX: a\0b\r\n\r\n[]",
                    "Content-Length: 2\r\nTransfer-Encoding: identity\r\n\r\n[]",
                    "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                    "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
                    "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                    "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                    "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                    "Transfer-Encoding: chunked\r\n\r\n+2\r\n[]\r\n0\r\n\r\n",
                    "Transfer-Encoding: chunked\r\n\r\n0x2\r\n[]\r\n0\r\n\r\n",
                    "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n[]\r\n0\r\n\r\n",
                    "Transfer-Encoding: chunked\r\n\r\n2;a=\"\r\n[]\r\n0\r\n\r\n",
                    "Transfer-Encoding: chunked\r\n\r\n2;a=\"x\r\nGET /smuggled HTTP/1.1\r\nHost: y\r\n\r\n\"\r\n[]\r\n0\r\n\r\n",
                    "Transfer-Encoding: chunked\r\n\r\n2\n[]\n0\n\n",
                    "Transfer-Encoding: chunked\r\n\r\n2\r\n[]xx0\r\n\r\n"
                })
        void ambiguousFramingIsRefusedAndWhatFollowsIsNoRequest(String rest) throws Exception {
            long before = stored();
            String answer =
                    RawHttp.exchange(port(), (AUTH + rest + SECOND).getBytes(StandardCharsets.ISO_8859_1), 1_500);
            assertThat(RawHttp.status(answer)).as(answer).isIn(0, 400, 408, 411, 413, 501);
            assertThat(answer.split("HTTP/1\\.1 ", -1))
                    .as("answers in %s", answer)
                    .hasSizeLessThanOrEqualTo(2);
            assertThat(answer).doesNotContain(" 404 ");
            assertThat(stored()).isEqualTo(before);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "POST /webhooks/wallarm HTTP/1.1\r\n",
                    "POST /webhooks/wallarm HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
                    "POST /webhooks/wallarm HTTP/0.9\r\nHost: x\r\n",
                    "POST /webhooks/wallarm HTTP/3.0\r\nHost: x\r\n",
                    "POST /webhooks/wallarm\tHTTP/1.1\r\nHost: x\r\n",
                    "POST http://other/webhooks/wallarm HTTP/1.1\r\nHost: x\r\n",
                    "POST /webhooks/%00wallarm HTTP/1.1\r\nHost: x\r\n",
                    "POST /webhooks/%zz HTTP/1.1\r\nHost: x\r\n",
                    "\0POST /webhooks/wallarm HTTP/1.1\r\nHost: x\r\n"
                })
        void malformedRequestLinesAndHostsStoreNothing(String begin) throws Exception {
            long before = stored();
            String answer = RawHttp.exchange(
                    port(),
                    utf8(begin + "X-Auth-Token: " + RunningBridge.WALLARM.reveal()
                            + "\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]"),
                    1_500);
            assertThat(RawHttp.status(answer)).as(answer).isIn(0, 400, 404, 426, 505);
            assertThat(stored()).isEqualTo(before);
        }

        /** One with a body of its own, and one that only claims to be another method: neither may be an empty webhook. */
        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"})
        void noOtherMethodPassesForPost(String method) throws Exception {
            long before = stored();
            for (String override : List.of("", "X-HTTP-Method-Override: POST\r\n")) {
                String answer = RawHttp.exchange(
                        port(),
                        good("[]").replace("POST /", method + " /").replace("Host: x\r\n", "Host: x\r\n" + override));
                assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: POST, PUT");
            }
            assertThat(stored()).isEqualTo(before);
        }

        @Test
        void aSlashAtTheEndIsTheSameWebhookWithItsBody() throws Exception {
            String body = "[\"slash\"]";
            String first = RawHttp.exchange(port(), good(body));
            String second = RawHttp.exchange(port(), good(body).replace("wallarm HTTP", "wallarm/ HTTP"));
            assertThat(first).contains("\"accepted\"");
            assertThat(second).contains("\"duplicate\"");
            assertThat(RawHttp.exchange(port(), good(body).replace("wallarm HTTP", "wallarm// HTTP")))
                    .startsWith("HTTP/1.1 4");
        }

        @Test
        void unknownChunkExtensionsAndTrailersChangeNothing() throws Exception {
            String request = AUTH + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "a;x=1;y=\"z\"\r\n[\"chunked\"\r\n1\r\n]\r\n0\r\nX-Auth-Token: wrong\r\n\r\n";
            assertThat(RawHttp.status(RawHttp.exchange(port(), request))).isEqualTo(200);
        }

        @Test
        void theResolvedServerIsAPatchedOne() {
            assertThat(Versions.isAtLeast(Jetty.VERSION, "12.1.7"))
                    .as(Jetty.VERSION)
                    .isTrue();
        }
    }
}
