package io.siembridge.app.source;

import static io.restassured.RestAssured.given;
import static io.siembridge.app.bridge.RunningBridge.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.siembridge.app.bridge.RunningBridge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Bodies: too large, too slow, broken off, compressed, or framed in more than one way. */
final class IngressBodyTest extends SenderStage {
    @Test
    void refusesABodyThatIsOneByteOverTheLimitDeclaredOrChunked() throws Exception {
        running = RunningBridge.start(folder, ", max_body: 1KiB", "  archive: {type: file, path: \"-\"}\n");
        byte[] fits = " ".repeat(1024).getBytes(UTF_8);
        byte[] over = " ".repeat(1025).getBytes(UTF_8);
        given().header("X-Hub-Signature", signature("snyk", fits))
                .body(fits)
                .post(running.url("snyk"))
                .then()
                .statusCode(200);
        given().header("X-Hub-Signature", signature("snyk", over))
                .body(over)
                .post(running.url("snyk"))
                .then()
                .statusCode(413);
        assertThat(raw("POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n401\r\n"
                        + " ".repeat(1025) + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    /** Many clients do so; were the connection closed at once, they would see a broken pipe. */
    @Test
    void answersASenderThatReadsOnlyAfterItHasSentEverything() throws Exception {
        running = RunningBridge.start(folder, ", max_body: 1KiB", "  archive: {type: file, path: \"-\"}\n");
        byte[] large = new byte[16 << 20];
        for (String begin : List.of("/webhooks/snyk 413", "/webhooks/nobody 404")) {
            String path = begin.substring(0, begin.indexOf(' '));
            try (Socket socket = new Socket("127.0.0.1", running.bridge().port())) {
                socket.setSoTimeout(10_000);
                OutputStream out = socket.getOutputStream();
                out.write(("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                                + large.length + "\r\n\r\n")
                        .getBytes(UTF_8));
                out.write(large);
                assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 " + begin.substring(begin.indexOf(' ') + 1));
            }
        }
    }

    @Test
    void aRefusedBodyTakesNoRoomHoweverLongItsRestTakes() throws Exception {
        running = RunningBridge.start(folder, ", max_body: 1KiB", "  archive: {type: file, path: \"-\"}\n");
        try (Socket socket = new Socket("127.0.0.1", running.bridge().port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write("POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n"
                    .getBytes(UTF_8));
            out.write(new byte[1024]);
            await().until(() -> metrics().contains("siem_bridge_bytes_in_flight 1024.0"));
            out.write("\r\n9\r\n1".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 413");
            assertThat(metrics()).contains("siem_bridge_bytes_in_flight 0.0");
        }
    }

    /** Its stack would be some kilobytes of the log for each connection that a stranger breaks. */
    @Test
    void countsABodyThatBreaksOffWithoutAStackTrace() throws Exception {
        running = RunningBridge.start(folder);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger jetty = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
        lines.start();
        jetty.addAppender(lines);
        try {
            try (Socket socket = new Socket("127.0.0.1", running.bridge().port())) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream()
                        .write("POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{".getBytes(UTF_8));
                await().until(() -> metrics().contains("siem_bridge_bytes_in_flight 1.0"));
            }
            await().until(() -> metrics().contains("{result=\"malformed\",source=\"snyk\"} 1.0"));
            assertThat(lines.list).isEmpty();
        } finally {
            jetty.detachAppender(lines);
        }
    }

    @Test
    void tellsASenderWhoseBodyStallsThatItTookTooLong() throws Exception {
        running = RunningBridge.start(
                folder, ", header_deadline: 1s, body_deadline: 1s", "  archive: {type: file, path: \"-\"}\n");
        String head = "POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\n";
        for (String stalled : List.of(
                "Content-Length: 9\r\n\r\n{",
                "Content-Length: 9\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n9\r\n{",
                "Transfer-Encoding: chunked\r\n\r\n9")) {
            assertThat(raw(head + stalled)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void aHundredHalfSentBodiesDoNotKeepAGoodSenderOut() throws Exception {
        running = RunningBridge.start(
                folder, ", body_deadline: 2s", "  archive: {type: file, path: \"" + folder.resolve("o") + "\"}\n");
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Socket socket = new Socket("127.0.0.1", running.bridge().port());
            socket.getOutputStream()
                    .write("POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{".getBytes(UTF_8));
            slow.add(socket);
        }
        snyk(PING, "good").then().statusCode(200);
        slow.get(0).setSoTimeout(15_000);
        byte[] answer = slow.get(0).getInputStream().readNBytes(12);
        assertThat(new String(answer, UTF_8)).isEqualTo("HTTP/1.1 408");
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void takesGzipAndCountsWhatIsInside() throws Exception {
        running = RunningBridge.start(
                folder,
                ", max_body: 10KiB",
                "  archive: {type: file, path: \"" + folder.resolve("out.ndjson") + "\"}\n");
        byte[] compressed = gzip(PING.getBytes(UTF_8));
        given().header("Content-Encoding", "gzip")
                .header("X-Snyk-Event", "ping/v0")
                .header("X-Hub-Signature", signature("snyk", compressed))
                .body(compressed)
                .post(running.url("snyk"))
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(running.archived()).hasSize(1));
        byte[] bomb = gzip(new byte[10 << 20]);
        given().header("Content-Encoding", "gzip")
                .header("X-Hub-Signature", signature("snyk", bomb))
                .body(bomb)
                .post(running.url("snyk"))
                .then()
                .statusCode(413);
        given().header("Content-Encoding", "br")
                .body("x")
                .post(running.url("snyk"))
                .then()
                .statusCode(415);
    }

    /** HTTP/1.0 has no transfer codings: what is before us would read the body in another way (RFC 9112, 6.1). */
    @Test
    void takesNoTransferEncodingFromHttp10() throws Exception {
        running = RunningBridge.start(folder);
        String head = "POST /webhooks/wallarm HTTP/1.0\r\nX-Auth-Token: " + RunningBridge.WALLARM.reveal() + "\r\n";
        assertThat(raw(head + "Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw(head + "Content-Length: 2\r\n\r\n[]")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
                "POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\n{}",
                "POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent Length: 3\r\n\r\n{}",
                "POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"
            })
    void refusesShapesThatSmuggleRequests(String request) throws Exception {
        running = RunningBridge.start(folder);
        assertThat(raw(request)).matches("(?s)HTTP/1\\.1 [45].*");
    }

    private String metrics() {
        return given().header("Authorization", "Bearer " + RunningBridge.ADMIN_TOKEN)
                .get(running.admin("/metrics"))
                .asString();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", running.bridge().port())) {
            socket.setSoTimeout(15_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(UTF_8));
            out.flush();
            return new String(socket.getInputStream().readNBytes(12), UTF_8);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
