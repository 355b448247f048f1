package io.siembridge.app.security;

import static io.siembridge.app.security.Sender.metric;
import static io.siembridge.app.security.Sender.post;
import static io.siembridge.app.security.Sender.snyk;
import static io.siembridge.app.security.Sender.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows 4, 16 to 18, 24 and 25: bodies that are too large, too deep or not what they seem, through a running bridge. */
@Timeout(180)
class BodyRowsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_BODY = 64 << 20;

    @TempDir
    private static Path folder;

    private static RunningBridge bridge;

    @BeforeAll
    static void start() throws Exception {
        bridge = RunningBridge.start(
                folder,
                ", max_body: 64MiB, header_deadline: 5m",
                "  archive: {type: file, path: \"" + folder.resolve("out.ndjson") + "\"}\n");
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static DestinationTally tally() {
        DestinationTally none = new DestinationTally(0, 0, 0, 0, 0, Optional.empty());
        return bridge.bridge().spool().tallies().getOrDefault("archive", none);
    }

    /** Sends an authentic body, which is never refused, and waits until it is delivered or a dead letter. */
    private static DestinationTally accepted(String what, byte[] body) throws Exception {
        DestinationTally before = tally();
        HttpResponse<String> answer = snyk(bridge, body, what);
        assertThat(answer.statusCode()).as(what).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).get("status").textValue())
                .as(what)
                .isEqualTo("accepted");
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            DestinationTally now = tally();
            return now.waiting() == 0 && now.delivered() + now.dead() == before.delivered() + before.dead() + 1;
        });
        return tally();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static HttpResponse<String> zipped(byte[] body, byte[] signed, String encoding) throws Exception {
        return post(
                bridge.url("snyk"),
                body,
                "X-Hub-Signature",
                RunningBridge.signature("snyk", signed),
                "Content-Encoding",
                encoding);
    }

    @Nested
    class Row04BytesStoredUnchanged {
        @Test
        void invalidUtf8AndNulAreStoredAsTheyCame() throws Exception {
            byte[] body = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{', 0, (byte) 0xFF, (byte) 0xC0, '}', '\r', '\n'};
            String receipt = JSON.readTree(snyk(bridge, body, "odd-bytes").body())
                    .get("webhook")
                    .textValue();
            assertThat(bridge.bridge().spool().webhook(receipt))
                    .hasValueSatisfying(
                            detail -> assertThat(detail.webhook().body()).isEqualTo(body));
        }
    }

    @Nested
    class Row16DecompressionBombs {
        @Test
        void aBombIsRefusedSignedOrNotAndStoresNothing() throws Exception {
            byte[] bomb = gzip(new byte[MAX_BODY + 1]);
            long owed = tally().owed();
            assertThat(zipped(bomb, bomb, "gzip").statusCode()).isEqualTo(413);
            assertThat(zipped(bomb, utf8("another"), "gzip").statusCode()).isEqualTo(413);
            assertThat(post(bridge.url("wallarm"), bomb, "X-Auth-Token", "wrong", "Content-Encoding", "gzip")
                            .statusCode())
                    .as("without a token it is not even opened")
                    .isEqualTo(401);
            assertThat(tally().owed()).isEqualTo(owed);
        }

        @Test
        void signedInsideOrOutsideBothAreAuthentic() throws Exception {
            byte[] inside = utf8("{\"zipped\":\"inside\"}");
            assertThat(zipped(gzip(inside), inside, "gzip").statusCode()).isEqualTo(200);
            byte[] outside = gzip(utf8("{\"zipped\":\"outside\"}"));
            assertThat(zipped(outside, outside, "x-gzip").statusCode()).isEqualTo(200);
            assertThat(zipped(outside, utf8("neither"), "gzip").statusCode()).isEqualTo(401);
        }

        @Test
        void gzipInGzipIsOpenedOnceAndTrailingGarbageHarmsNobody() throws Exception {
            byte[] nested = gzip(gzip(new byte[8 << 20]));
            assertThat(zipped(nested, nested, "gzip").statusCode()).isEqualTo(200);
            byte[] garbage = Arrays.copyOf(gzip(utf8("{\"trailing\":1}")), 200);
            assertThat(zipped(garbage, garbage, "gzip").statusCode()).isEqualTo(200);
            byte[] no = utf8("{\"gzip\":false}");
            assertThat(zipped(no, no, "gzip").statusCode()).isEqualTo(200);
        }

        @Test
        void unknownOrStackedEncodingsAreRefused() throws Exception {
            byte[] body = utf8("{}");
            for (String encoding :
                    new String[] {"br", "deflate", "zstd", "gzip, gzip", "gzip,identity", "*", "compress"}) {
                assertThat(zipped(body, body, encoding).statusCode())
                        .as(encoding)
                        .isEqualTo(415);
            }
        }
    }

    @Nested
    class Row17DeepOrHugeJson {
        @Test
        void isAnEventOrADeadLetterAndNeverAFailure() throws Exception {
            Map<String, String> bodies = new LinkedHashMap<>();
            bodies.put("depth", "[".repeat(1_000_000) + "]".repeat(1_000_000));
            bodies.put("depth of objects", "{\"a\":".repeat(1_000_000) + "1" + "}".repeat(1_000_000));
            bodies.put("digits", "{\"a\":" + "1".repeat(1_000_000) + "}");
            bodies.put("decimals", "{\"a\":0." + "1".repeat(1_000_000) + "}");
            bodies.put("exponent", "{\"a\":1e999999999,\"b\":1e-999999999,\"c\":1e99999999999}");
            bodies.put("keys", keys(1_000_000));
            bodies.put("string", "{\"a\":\"" + "x".repeat(50_000_000) + "\"}");
            bodies.put("name", "{\"" + "x".repeat(1_000_000) + "\":1}");
            bodies.put("repeated keys", "{" + "\"a\":1,".repeat(100_000) + "\"a\":2}");
            bodies.put("elements", "[" + "{},".repeat(20_000) + "{}]");
            for (Map.Entry<String, String> body : bodies.entrySet()) {
                long begun = System.nanoTime();
                accepted(body.getKey(), utf8(body.getValue()));
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as(body.getKey())
                        .isLessThan(Duration.ofSeconds(60));
            }
            assertThat(accepted("good", utf8("{\"good\":1}")).waiting()).isZero();
        }

        private static String keys(int count) {
            StringBuilder json = new StringBuilder("{\"k\":0");
            for (int i = 0; i < count; i++) {
                json.append(",\"k").append(i).append("\":0");
            }
            return json.append('}').toString();
        }
    }

    @Nested
    class Row18SilentTruncation {
        @Test
        void aChunkedBodyOfOneByteTooManyIsRefusedAndCounted() throws Exception {
            double before = metric(bridge, "webhooks_received", "too_large");
            long owed = tally().owed();
            byte[] head = ("POST /webhooks/snyk HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + Integer.toHexString(MAX_BODY + 1) + "\r\n")
                    .getBytes(ISO_8859_1);
            byte[] request = Arrays.copyOf(head, head.length + MAX_BODY + 1);
            String answer = RawHttp.exchange(bridge.bridge().port(), request, 15_000);
            // The bridge does not read on, so what it says can be lost with the connection; what counts is what it did.
            assertThat(RawHttp.status(answer)).isIn(0, 413);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> metric(bridge, "webhooks_received", "too_large") == before + 1);
            assertThat(tally().owed()).isEqualTo(owed);
        }

        @Test
        void aBodyThatEndsBeforeItsLengthIsNotStored() throws Exception {
            long owed = tally().owed();
            byte[] body = utf8("[1]");
            try (Socket socket = new Socket("127.0.0.1", bridge.bridge().port())) {
                socket.getOutputStream()
                        .write(utf8("POST /webhooks/wallarm HTTP/1.1\r\nHost: x\r\nX-Auth-Token: "
                                + RunningBridge.WALLARM.reveal() + "\r\nContent-Length: 4\r\n\r\n"));
                socket.getOutputStream().write(body);
                socket.shutdownOutput();
                assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                        .doesNotContain(" 200 ");
            }
            assertThat(tally().owed()).isEqualTo(owed);
        }
    }

    @Nested
    class Row24PolymorphicDeserialization {
        private static final Pattern MAKES_OBJECTS = Pattern.compile(
                "ObjectInputStream|DefaultTyping|PolymorphicTypeValidator|@JsonTypeInfo|XMLDecoder|ScriptEngine"
                        // A name that stands in the program itself cannot come of a payload.
                        + "|InitialContext|Class\\.forName\\((?!\")");

        @Test
        void nothingInTheProgramCanMakeAnObjectOfAPayload() throws Exception {
            Map<String, String> sources = ProgramSources.all();
            assertThat(sources).hasSizeGreaterThan(200);
            sources.forEach((file, text) ->
                    assertThat(MAKES_OBJECTS.matcher(text).find()).as(file).isFalse());
            assertThat(MAKES_OBJECTS.matcher("mapper.activateDefaultTyping(x)").find())
                    .isTrue();
            assertThat(MAKES_OBJECTS.matcher("Class.forName(type)").find()).isTrue();
        }

        @Test
        void typeHintsInAPayloadAreData() throws Exception {
            String body = "{\"@class\":\"com.sun.rowset.JdbcRowSetImpl\",\"@type\":[\"java.net.URL\",{}],"
                    + "\"dataSourceName\":\"ldap://127.0.0.1:1/x\",\"a\":\"${jndi:ldap://127.0.0.1:1/x}\"}";
            for (Vendor vendor : Vendors.all()) {
                Provenance provenance = new Provenance(
                        "01KF0DYQ00TEST000000000000",
                        vendor.id(),
                        Instant.EPOCH,
                        "unverified",
                        Map.of(),
                        "0".repeat(64));
                assertThat(vendor.normalizer(NormalizerSettings.defaultsFor(vendor))
                                .normalize(utf8(body), provenance)
                                .events())
                        .as(vendor.id())
                        .singleElement()
                        .satisfies(event -> assertThat(new String(event.toBytes(), UTF_8))
                                .contains("com.sun.rowset.JdbcRowSetImpl", "${jndi:"));
            }
        }
    }

    @Nested
    class Row25CollisionsAndSurrogates {
        @Test
        void aHundredThousandKeysOfOneHashAreReadInTime() throws Exception {
            StringBuilder json = new StringBuilder("{\"k\":0");
            for (int i = 0; i < 1 << 16; i++) {
                json.append(",\"");
                for (int bit = 0; bit < 16; bit++) {
                    json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                }
                json.append("\":0");
            }
            long begun = System.nanoTime();
            accepted("collisions", utf8(json.append('}').toString()));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
        }

        @Test
        void unpairedSurrogatesAndNulsAreTakenAndTheOriginalStays() throws Exception {
            for (String text : new String[] {"\\ud800", "\\udc00\\ud800", "\\u0000", "\\ud83d", "\\uffff\\ufffe"}) {
                // As a member name Jackson refuses half a pair: then the webhook is a dead letter, and nothing is lost
                // either.
                byte[] body = utf8("{\"a\":\"" + text + "\",\"b\":1}");
                long dead = tally().dead();
                assertThat(accepted("text " + text, body).dead()).as(text).isEqualTo(dead);
            }
        }
    }
}
