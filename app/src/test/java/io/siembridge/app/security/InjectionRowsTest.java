package io.siembridge.app.security;

import static io.siembridge.app.security.Sender.post;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.Vendors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows 26 to 29: every text of every sample says something hostile, and goes through a running bridge to receivers of each
 * kind.
 */
@Timeout(180)
class InjectionRowsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static TestPeers.Tcp qradar;
    private static TestPeers.Tcp arcsight;
    private static TestPeers.Tcp bait;
    private static TestPeers.Http splunk;
    private static RunningBridge bridge;

    @BeforeAll
    static void sendHostileSamples() throws Exception {
        qradar = new TestPeers.Tcp();
        arcsight = new TestPeers.Tcp();
        bait = new TestPeers.Tcp();
        splunk = new TestPeers.Http(TestPeers.Answering.with(200, "{\"text\":\"Success\",\"code\":0}"));
        bridge = RunningBridge.start(
                folder, "", """
                  archive: {type: file, path: "%s"}
                  qradar: {type: qradar, address: "tcp://127.0.0.1:%s"}
                  arcsight: {type: arcsight, address: "tcp://127.0.0.1:%s"}
                  splunk: {type: splunk-hec, url: "%s", token: t0ken-of-the-tests, index: security, gzip: false}
                """.formatted(folder.resolve("out.ndjson"), qradar.port(), arcsight.port(), splunk.url()));
        List<String> hostile = List.of(
                "a\r\n<13>1 2026-01-01T00:00:00Z forged forged - - - LEEF:2.0|x|x|1|forged|^|cat=forged",
                "x^sev=10^cat=forged\tsev=10|CEF:0|a|b|c|d|e|10|act=forged =\\|\\=",
                "../../../etc/passwd\0\u0085\u2028\u202e\u001b[2J\u009b",
                "http://127.0.0.1:" + bait.port() + "/fetched?index=main&host=forged");
        for (Sample sample : new Samples(Vendors.all()).all()) {
            for (String text : hostile) {
                // Once with the words by which a vendor says what it is about left alone, and once without any left.
                for (boolean words : new boolean[] {false, true}) {
                    byte[] body = spoiled(sample.payload(), text, words);
                    assertThat(send(sample, body).statusCode()).as(sample.id()).isEqualTo(200);
                }
            }
        }
        await().atMost(Duration.ofSeconds(90))
                .until(() ->
                        bridge.bridge().spool().tallies().values().stream().allMatch(tally -> tally.waiting() == 0));
        assertThat(bridge.archived()).hasSizeGreaterThan(100);
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
        splunk.close();
        qradar.close();
        arcsight.close();
        bait.close();
    }

    private static HttpResponse<String> send(Sample sample, byte[] body) throws Exception {
        List<String> headers = new ArrayList<>();
        sample.headers().forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x-")) {
                headers.addAll(List.of(name, value));
            }
        });
        String vendor = sample.vendor().id();
        RunningBridge.proof(vendor, body).forEach((name, value) -> headers.addAll(List.of(name, value)));
        return post(bridge.url(vendor), body, headers.toArray(String[]::new));
    }

    /** The payload with a hostile text behind every text in it, and as a member of every object. */
    private static byte[] spoiled(byte[] payload, String text, boolean words) {
        try {
            return JSON.writeValueAsBytes(spoiled(JSON.readTree(payload), text, words));
        } catch (IOException severalDocuments) {
            return (new String(payload, UTF_8) + "\n{\"x\":" + TextNode.valueOf(text) + "}").getBytes(UTF_8);
        }
    }

    private static JsonNode spoiled(JsonNode node, String text, boolean words) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                copy.set(member.getKey(), spoiled(member.getValue(), text, words));
            }
            return copy.put(text, text);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(each -> copy.add(spoiled(each, text, words)));
            return copy;
        }
        boolean spared = !words && node.asText().matches("[A-Za-z0-9_./-]{1,40}");
        return node.isTextual() && !spared ? TextNode.valueOf(node.textValue() + text) : node;
    }

    @Nested
    class Row26PayloadsChooseNothing {
        @Test
        void filesAreWhereTheyWereConfigured() throws Exception {
            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.filter(Files::isRegularFile)
                                .map(file -> file.getFileName().toString()))
                        .allMatch(name -> name.startsWith("out.ndjson")
                                || name.startsWith("spool.db")
                                || name.contains("sqlite"));
            }
            for (String line : bridge.archived()) {
                assertThat(JSON.readTree(line).isObject()).isTrue();
            }
        }

        @Test
        void indexHostSourceAndSourceTypeAreOurs() throws Exception {
            Set<String> sourceTypes = new TreeSet<>();
            int envelopes = 0;
            for (String body : splunk.bodies()) {
                var documents = JSON.readerFor(JsonNode.class).<JsonNode>readValues(body);
                while (documents.hasNext()) {
                    JsonNode envelope = documents.next();
                    envelopes++;
                    assertThat(envelope.get("index").textValue()).isEqualTo("security");
                    assertThat(envelope.get("source").textValue()).isIn("soveren", "snyk", "wallarm", "soda");
                    assertThat(envelope.get("host").textValue()).doesNotContain("forged");
                    sourceTypes.add(envelope.get("sourcetype").textValue());
                }
            }
            assertThat(envelopes).isGreaterThan(100);
            assertThat(sourceTypes).allMatch(type -> type.matches("[a-z_-]+:[a-z]+:[a-z_]{1,24}"));
            assertThat(sourceTypes).hasSizeLessThan(20);
        }
    }

    @Nested
    class Row27SyslogForging {
        @Test
        void everyEventIsOneMessageAtAFakeQradar() {
            assertMessages(qradar.received(), "LEEF:2.0|");
        }

        @Test
        void everyEventIsOneMessageAtAFakeArcsight() {
            assertMessages(arcsight.received(), "CEF:");
        }

        private static void assertMessages(String received, String start) {
            List<String> messages = List.of(received.split("\n"));
            assertThat(messages).hasSize(delivered());
            assertThat(messages).allSatisfy(message -> {
                assertThat(message).startsWith("<").contains(start);
                assertThat(message).matches("<[0-9]{1,3}>1? ?[^\\p{Cc}]*(?:[\\t][^\\p{Cc}]*)*");
                assertThat(message.indexOf(start)).as(message).isLessThan(200);
            });
        }

        private static int delivered() {
            try {
                return bridge.archived().size();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    class Row28ServerSideRequests {
        @Test
        void noAddressInAPayloadIsEverCalled() {
            assertThat(bait.connections()).isZero();
        }

        @Test
        void redirectsAreNotFollowed(@TempDir Path other) throws Exception {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                try (TestPeers.Http redirecting = new TestPeers.Http((exchange, body) -> {
                            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + bait.port() + "/");
                            TestPeers.Answering.reply(exchange, status, "");
                        });
                        RunningBridge redirected = RunningBridge.start(
                                other.resolve("s" + status),
                                "",
                                "  http: {type: http, url: \"" + redirecting.url() + "\", bearer: t0ken}\n"
                                        + "  splunk: {type: splunk-hec, url: \"" + redirecting.url()
                                        + "\", token: t0ken}\n")) {
                    Sender.wallarm(redirected, Sender.utf8("[{\"a\":1}]"));
                    await().until(() -> redirecting.bodies().size() >= 2);
                    assertThat(bait.connections()).isZero();
                }
            }
        }
    }

    @Nested
    class Row29TemplatedDestinations {
        @Test
        void nothingOfAnEventCanStandInAnAddress() {
            for (String destination : List.of(
                    "{type: http, url: \"https://{vendor}.example.net/\"}",
                    "{type: http, url: \"https://collector/<tenant>\"}",
                    "{type: http, url: \"https://collector/%{[host]}\"}",
                    "{type: splunk-hec, url: \"https://$(host):8088\", token: t}",
                    "{type: qradar, address: \"tls://{host}:6514\"}",
                    "{type: arcsight, address: \"tcp://{{ host }}:515\"}",
                    "{type: fluentd, address: \"tcp://<host>:24224\"}",
                    "{type: fluentd, address: \"tcp://fluentd:24224\", tag: \"siem.{vendor}\"}",
                    "{type: fluentd, address: \"tcp://fluentd:24224\", tag: \"siem..x\"}")) {
                assertThatThrownBy(() -> new ConfigReader(name -> Optional.empty())
                                .read(
                                        "sources: {snyk: {vendor: snyk, secrets: [x]}}\ndestinations: {d: "
                                                + destination + "}\n",
                                        folder,
                                        BridgeConfig.SECTION))
                        .as(destination)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("destinations.d.");
            }
        }
    }
}
