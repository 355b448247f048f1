package io.siembridge.app.destination.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.destination.DestinationContract;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ScriptedHttpServer;
import io.siembridge.app.destination.ScriptedHttpServer.Reply;
import io.siembridge.app.destination.ScriptedHttpServer.Request;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes over the wire. */
final class HecDeliveryTest extends HecStage {
    @Test
    void sendsTheDocumentedRequest() throws Exception {
        send(List.of(TestEvents.event(1), TestEvents.event(877)), "index: sec_ocsf", "gzip: false");
        Request request = server.requests().get(0);
        assertThat(request.method() + " " + request.target()).isEqualTo("POST /services/collector/event");
        assertThat(request.header("authorization")).isEqualTo("Splunk " + DestinationContract.CANARY);
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("x-splunk-request-channel"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(request.headers())
                .containsEntry("content-length", String.valueOf(request.body().length))
                .doesNotContainKeys("content-encoding", "upgrade", "http2-settings", "transfer-encoding", "cookie");
        assertThat(new String(request.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"time\":1767225600.124,\"host\":\"siem-bridge-1\",\"source\":\"wallarm\","
                        + "\"sourcetype\":\"ocsf:wallarm:alert\",\"index\":\"sec_ocsf\",\"event\":"
                        + TestEvents.event(1) + "}\n"
                        + "{\"time\":1767225601.000,\"host\":\"siem-bridge-1\",\"source\":\"wallarm\","
                        + "\"sourcetype\":\"ocsf:wallarm:alert\",\"index\":\"sec_ocsf\",\"event\":"
                        + TestEvents.event(877) + "}");
    }

    @Test
    void leavesTheIndexToTheTokenWhenNoneIsConfigured() throws Exception {
        send(List.of(TestEvents.event(1)), "source_type_prefix: acme");
        JsonNode envelope = new JsonMapper().readTree(server.requests().get(0).text());
        assertThat(envelope.propertyStream().map(Map.Entry::getKey))
                .containsExactly("time", "host", "source", "sourcetype", "event");
        assertThat(envelope.path("sourcetype").asText()).isEqualTo("acme:wallarm:alert");
    }

    @Test
    void compressesUnlessToldNotTo() throws Exception {
        send(TestEvents.events(0, 50));
        Request request = server.requests().get(0);
        assertThat(request.header("content-encoding")).isEqualTo("gzip");
        assertThat(request.body().length).isLessThan(request.text().length() / 4);
        assertThat(request.text().lines()).hasSize(50);
    }

    @Test
    void keepsItsChannelAndItsConnection() throws Exception {
        try (SplunkHecDestination destination = destination()) {
            send(destination, TestEvents.events(0, 2));
            send(destination, TestEvents.events(2, 4));
        }
        assertThat(server.requests().stream()
                        .map(request -> request.header("x-splunk-request-channel"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void fillsRequestsUpToTheConfiguredBytes() throws Exception {
        int eventBytes = TestEvents.event(1).toBytes().length;
        assertThat(kinds(send(TestEvents.events(0, 20), "batch_bytes: " + 6 * (eventBytes + 120))))
                .containsOnly(Kind.ACCEPTED);
        assertThat(server.requests())
                .hasSizeBetween(4, 5)
                .allSatisfy(request -> assertThat(request.text().length()).isLessThanOrEqualTo(6 * (eventBytes + 120)));
        assertThat(sentUids()).isEqualTo(TestEvents.uids(0, 20));
    }

    @Test
    void sendsAnOversizeEventWithoutItsOriginalText() throws Exception {
        List<OcsfEvent> events = List.of(TestEvents.event(0), withRawData(1, 5000), TestEvents.event(2));
        assertThat(kinds(send(events, "max_event: 3KiB"))).containsOnly(Kind.ACCEPTED);
        JsonNode shrunk = new JsonMapper()
                .readTree(server.requests().get(0).text().lines().toList().get(1))
                .path("event");
        assertThat(shrunk.has("raw_data")).isFalse();
        assertThat(shrunk.path("metadata").path("is_truncated").booleanValue()).isTrue();
        assertThat(shrunk.path("metadata").path("untruncated_size").intValue()).isEqualTo(6);
        assertThat(shrunk.path("metadata").path("uid").asText()).isEqualTo(TestEvents.uid(1));
        assertThat(shrunk.path("raw_data_size").intValue()).isEqualTo(5000);
    }

    @Test
    void buriesAnEventThatIsOversizeEvenSo() throws Exception {
        List<OcsfEvent> events =
                List.of(TestEvents.event(0), TestEvents.event(1, "long ".repeat(1000)), TestEvents.event(2));
        List<Outcome> outcomes = send(events, "max_event: 3KiB");
        assertThat(kinds(outcomes)).containsExactly(Kind.ACCEPTED, Kind.REJECTED, Kind.ACCEPTED);
        assertThat(outcomes.get(1).reason()).contains("oversize").contains("3072");
        assertThat(sentUids()).containsExactly(TestEvents.uid(0), TestEvents.uid(2));
    }

    @Test
    void sendsNothingForNothing() throws Exception {
        assertThat(send(List.of())).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void doesNotFollowRedirectsWithItsToken() throws Exception {
        try (ScriptedHttpServer elsewhere = new ScriptedHttpServer().start()) {
            server.answer(request -> Reply.of(307, "", "Location: " + elsewhere.url("/services/collector/event")));
            assertThat(kinds(send(TestEvents.events(0, 2)))).containsOnly(Kind.PAUSED);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void acceptsAnAddressThatNamesTheEndpointAlready() {
        for (String url : List.of(
                "https://splunk:8088",
                "https://splunk:8088/",
                "https://splunk:8088/services/collector",
                "https://splunk:8088/services/collector/event",
                "https://splunk:8088/services/collector/event/1.0",
                "https://splunk:8088/services/collector/raw/")) {
            assertThat(HecDestinations.config(url).endpoint("event"))
                    .as(url)
                    .hasToString("https://splunk:8088/services/collector/event");
        }
        assertThat(HecDestinations.config("https://proxy/splunk/").endpoint("health"))
                .hasToString("https://proxy/splunk/services/collector/health");
    }

    @Test
    void asksForHealthWithoutSendingAnything() throws Exception {
        server.answer(request -> Reply.of(200, "{\"text\":\"HEC is healthy\",\"code\":17}"));
        try (SplunkHecDestination destination = destination()) {
            assertThat(destination.probe().accepts()).isTrue();
            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.method() + " " + request.target()).isEqualTo("GET /services/collector/health");
                assertThat(request.body()).isEmpty();
            });
            server.answer(request -> Reply.of(503, "{\"text\":\"HEC is unhealthy, queues are full\",\"code\":18}"));
            assertThat(destination.probe().accepts()).isFalse();
            assertThat(destination.probe().reason()).contains("queues are full");
            server.answer(request -> Reply.of(200, "<html>Sign in</html>"));
            assertThat(destination.probe().accepts()).isFalse();
            server.answer(request -> Reply.of(404, "Not Found"));
            assertThat(destination.probe().reason()).contains("404").contains("url");
        }
    }

    private static OcsfEvent withRawData(int number, int bytes) {
        EventBuilder event = new EventBuilder(EventClass.BASE_EVENT, EventClass.BASE_EVENT.activity(0));
        event.inMetadata(
                metadata -> metadata.text("uid", TestEvents.uid(number)).text("log_name", "wallarm"));
        event.rawData("x".repeat(bytes), bytes, "00");
        return event.build("wallarm", "event", Forwarding.ALWAYS);
    }
}
