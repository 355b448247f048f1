package io.siembridge.app.bridge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.specification.RequestSpecification;
import io.siembridge.app.config.Secret;
import io.siembridge.app.demo.ForwardReceiver;
import io.siembridge.app.demo.ForwardSession;
import io.siembridge.app.demo.HecReceiver;
import io.siembridge.app.demo.SyslogReceiver;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every bundled sample, signed, over HTTP in; and out of every destination, as its peer reads it. */
@Timeout(300)
class JourneyTest {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final Secret KEY = new Secret("key-of-the-journey");
    private static final Queue<JsonNode> SPLUNK = new ConcurrentLinkedQueue<>();

    @TempDir
    private static Path folder;

    private static HecReceiver hec =
            new HecReceiver("token-of-the-journey", true, received -> SPLUNK.add(received.event()));
    private static SyslogReceiver qradar;
    private static SyslogReceiver arcsight;
    private static ForwardReceiver fluentd;
    private static RunningBridge running;

    @BeforeAll
    static void start() throws Exception {
        int splunkPort = hec.start(0);
        qradar = SyslogReceiver.open();
        arcsight = SyslogReceiver.open();
        fluentd = ForwardReceiver.guarded(
                ServerSocketFactory.getDefault(), new ForwardSession.Admission(KEY, Map.of()), new Random(7));
        running = RunningBridge.start(folder, "", """
                  splunk: {type: splunk-hec, url: "http://127.0.0.1:%d", token: token-of-the-journey, acknowledgement: true}
                  qradar: {type: qradar, address: "tcp://127.0.0.1:%d", confirm_after: 200ms}
                  arcsight: {type: arcsight, address: "tcp://127.0.0.1:%d", confirm_after: 200ms}
                  fluentd: {type: fluentd, address: "tcp://127.0.0.1:%d", shared_key: "%s"}
                  archive: {type: file, path: "%s"}
                events: {scans: true, statistics: true}
                """.formatted(
                        splunkPort,
                        qradar.port(),
                        arcsight.port(),
                        fluentd.port(),
                        KEY.reveal(),
                        folder.resolve("out.ndjson")));
    }

    @AfterAll
    static void stop() {
        running.close();
        hec.close();
        qradar.close();
        arcsight.close();
        fluentd.close();
    }

    @TestFactory
    Stream<DynamicTest> everySampleComesOutOfEveryDestination() {
        return new Samples(Vendors.all())
                .all().stream().map(sample -> DynamicTest.dynamicTest(sample.id(), () -> journey(sample)));
    }

    private static void journey(Sample sample) throws Exception {
        List<OcsfEvent> expected = expected(sample);
        String receipt = send(sample);
        List<String> uids = expected.stream().map(OcsfEvent::uid).toList();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(uidsOf(receipt, List.copyOf(SPLUNK))).as("splunk").containsExactlyInAnyOrderElementsOf(uids);
            assertThat(uidsOf(receipt, archived())).as("archive").containsExactlyInAnyOrderElementsOf(uids);
            assertThat(uidsOf(receipt, forwarded())).as("fluentd").containsExactlyInAnyOrderElementsOf(uids);
            for (OcsfEvent event : expected) {
                assertThat(qradar.received()).as("qradar").anyMatch(line -> line.contains(event.uid()));
                assertThat(arcsight.received()).as("arcsight").anyMatch(line -> line.contains(event.uid()));
            }
        });
        for (OcsfEvent event : expected) {
            JsonNode arrived = SPLUNK.stream()
                    .filter(each ->
                            uid(each).equals(event.uid()) && receipt(each).equals(receipt))
                    .findFirst()
                    .orElseThrow();
            assertThat(arrived.path("class_uid").asInt())
                    .isEqualTo(event.eventClass().uid());
            assertThat(arrived.path("severity_id").asInt())
                    .isEqualTo(event.severity().id());
        }
    }

    private static String send(Sample sample) {
        RequestSpecification request = given().body(sample.payload());
        sample.headers().forEach(request::header);
        RunningBridge.proof(sample.vendor().id(), sample.payload()).forEach(request::header);
        return request.post(running.url(sample.vendor().id()))
                .then()
                .statusCode(200)
                .extract()
                .path("webhook");
    }

    private static List<OcsfEvent> expected(Sample sample) {
        try {
            return sample.normalize().events();
        } catch (MalformedPayloadException unreadable) {
            return List.of();
        }
    }

    private static List<JsonNode> archived() throws IOException {
        Path file = folder.resolve("out.ndjson");
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    private static List<JsonNode> forwarded() {
        return fluentd.received().stream().map(ForwardSession.Received::event).toList();
    }

    private static List<String> uidsOf(String receipt, List<JsonNode> events) {
        return events.stream()
                .filter(event -> receipt(event).equals(receipt))
                .map(JourneyTest::uid)
                .toList();
    }

    private static String uid(JsonNode event) {
        return event.path("metadata").path("uid").asText();
    }

    private static String receipt(JsonNode event) {
        return event.path("metadata").path("loggers").path(0).path("event_uid").asText();
    }
}
