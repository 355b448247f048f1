package io.siembridge.app.destination.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.DestinationContract;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.ScriptedHttpServer;
import io.siembridge.app.destination.ScriptedHttpServer.Reply;
import io.siembridge.app.destination.ScriptedHttpServer.Request;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes over the wire, and how the destination goes on after an answer. */
@Timeout(60)
class HecDeliveryTest {
    private static final Reply SUCCESS = Reply.of(200, "{\"text\":\"Success\",\"code\":0}");

    private ScriptedHttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedHttpServer().start();
        server.answer(request -> SUCCESS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

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
    void resendsOnlyWhatComesAfterTheEventThatWasRefused() throws Exception {
        server.answerInTurn(
                Reply.of(400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":1}"), SUCCESS);
        List<Outcome> outcomes = send(TestEvents.events(0, 4));
        assertThat(kinds(outcomes)).containsExactly(Kind.ACCEPTED, Kind.REJECTED, Kind.ACCEPTED, Kind.ACCEPTED);
        assertThat(outcomes.get(1).reason()).contains("Invalid data format").contains("code 6");
        assertThat(server.requests()).hasSize(2);
        assertThat(uidsIn(server.requests().get(1))).isEqualTo(TestEvents.uids(2, 4));
    }

    @Test
    void buriesTheLastEventWithoutAnotherRequest() throws Exception {
        server.answerInTurn(Reply.of(400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":2}"));
        assertThat(kinds(send(TestEvents.events(0, 3)))).containsExactly(Kind.ACCEPTED, Kind.ACCEPTED, Kind.REJECTED);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void halvesARequestThatSplunkCloudFindsTooLarge() throws Exception {
        server.answer(request -> request.text().length() > 5 * 1024 * 1024
                ? Reply.of(400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":0}")
                : SUCCESS);
        List<OcsfEvent> events = IntStream.range(0, 10)
                .mapToObj(number -> TestEvents.event(number, "x".repeat(560_000)))
                .toList();
        assertThat(kinds(send(events, "batch_bytes: 8MiB"))).containsOnly(Kind.ACCEPTED);
        assertThat(server.requests()).hasSize(3);
        assertThat(uidsIn(server.requests().get(1))).isEqualTo(TestEvents.uids(0, 5));
        assertThat(uidsIn(server.requests().get(2))).isEqualTo(TestEvents.uids(5, 10));
    }

    @Test
    void halvesARequestThatIsTooLargeForAProxy() throws Exception {
        server.answer(request -> uidsIn(request).size() > 2 ? Reply.of(413, "Request Entity Too Large") : SUCCESS);
        assertThat(kinds(send(TestEvents.events(0, 7)))).containsOnly(Kind.ACCEPTED);
        assertThat(acceptedUids(2)).isEqualTo(TestEvents.uids(0, 7));
    }

    @Test
    void buriesAnEventThatIsTooLargeOnItsOwn() throws Exception {
        server.answer(
                request -> request.text().contains("long long") ? Reply.of(413, "Request Entity Too Large") : SUCCESS);
        List<OcsfEvent> events =
                List.of(TestEvents.event(0), TestEvents.event(1, "long ".repeat(100)), TestEvents.event(2));
        List<Outcome> outcomes = send(events);
        assertThat(kinds(outcomes)).containsExactly(Kind.ACCEPTED, Kind.REJECTED, Kind.ACCEPTED);
        assertThat(outcomes.get(1).reason()).contains("413").contains("too large");
    }

    @Test
    void findsTheGuiltyEventWhenALookAlikeDoesNotNameIt() throws Exception {
        server.answer(request -> request.text().contains("\"" + TestEvents.POISON + "\"")
                ? Reply.of(400, "{\"text\":\"Invalid data format\",\"code\":6}")
                : SUCCESS);
        List<OcsfEvent> events = new ArrayList<>(TestEvents.events(0, 8));
        events.set(5, TestEvents.poison(5));
        List<Outcome> outcomes = send(events);
        assertThat(outcomes.get(5).kind()).isEqualTo(Kind.REJECTED);
        assertThat(kinds(outcomes)).containsOnlyOnce(Kind.REJECTED).doesNotContain(Kind.RETRY, Kind.PAUSED);
    }

    @Test
    void blamesAnEventForAnUnknownRefusalOnlyWhenOthersPass() throws Exception {
        Reply refusal = Reply.of(400, "<html>Bad Request</html>");
        server.answer(request -> request.text().contains("\"" + TestEvents.POISON + "\"") ? refusal : SUCCESS);
        assertThat(kinds(send(List.of(TestEvents.poison(1))))).containsExactly(Kind.PAUSED);
        try (SplunkHecDestination destination = destination()) {
            List<OcsfEvent> both = List.of(TestEvents.event(0), TestEvents.poison(1));
            assertThat(kinds(send(destination, both))).containsExactly(Kind.ACCEPTED, Kind.REJECTED);
            assertThat(kinds(send(destination, List.of(TestEvents.poison(2))))).containsExactly(Kind.REJECTED);
        }
        server.answer(request -> refusal);
        assertThat(kinds(send(TestEvents.events(0, 4)))).containsOnly(Kind.PAUSED);
    }

    @Test
    void stopsAtTheFirstFaultOfTheDestination() throws Exception {
        server.answerInTurn(SUCCESS, Reply.of(503, "{\"text\":\"Server is busy\",\"code\":9}"));
        List<Outcome> outcomes = send(TestEvents.events(0, 30), "batch_bytes: 5KiB");
        assertThat(outcomes.get(0).kind()).isEqualTo(Kind.ACCEPTED);
        assertThat(outcomes.get(29).kind()).isEqualTo(Kind.RETRY);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void pausesWhenMoreThanHalfOfALargeBatchIsRefused() throws Exception {
        server.answer(request ->
                Reply.of(400, "{\"text\":\"Event field is required\",\"code\":12,\"invalid-event-number\":0}"));
        List<Outcome> outcomes = send(TestEvents.events(0, 20));
        assertThat(kinds(outcomes)).containsOnly(Kind.PAUSED);
        assertThat(server.requests()).hasSize(11);
    }

    @Test
    void buriesHalfOfALargeBatch() throws Exception {
        server.answer(request -> {
            List<String> uids = uidsIn(request);
            for (int i = 0; i < uids.size(); i++) {
                if (uids.get(i).compareTo(TestEvents.uid(5)) >= 0) {
                    return Reply.of(
                            400,
                            "{\"text\":\"Event field is required\",\"code\":12,\"invalid-event-number\":" + i + "}");
                }
            }
            return SUCCESS;
        });
        List<Outcome> outcomes = send(TestEvents.events(0, 10));
        assertThat(Collections.frequency(kinds(outcomes), Kind.REJECTED)).isEqualTo(5);
        assertThat(Collections.frequency(kinds(outcomes), Kind.ACCEPTED)).isEqualTo(5);
    }

    @Test
    void judgesSmallBatchesByTheLastTwentyEvents() throws Exception {
        server.answer(
                request -> Reply.of(400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":0}"));
        try (SplunkHecDestination destination = destination()) {
            List<Kind> kinds = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                kinds.addAll(kinds(send(destination, List.of(TestEvents.event(i)))));
            }
            assertThat(kinds.subList(0, 10)).containsOnly(Kind.REJECTED);
            assertThat(kinds.get(10)).isEqualTo(Kind.PAUSED);
            // As long as it takes nothing, it is not about single events.
            assertThat(kinds.get(11)).isEqualTo(Kind.RETRY);
        }
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

    private List<String> sentUids() {
        return acceptedUids(Integer.MAX_VALUE);
    }

    /** Of the events in requests with at most so many. */
    private List<String> acceptedUids(int most) {
        return server.requests().stream()
                .map(HecDeliveryTest::uidsIn)
                .filter(uids -> uids.size() <= most)
                .flatMap(List::stream)
                .toList();
    }

    static List<String> uidsIn(Request request) {
        return request.text()
                .lines()
                .map(envelope -> {
                    try {
                        return new JsonMapper()
                                .readTree(envelope)
                                .at("/event/metadata/uid")
                                .asText();
                    } catch (JsonProcessingException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private static OcsfEvent withRawData(int number, int bytes) {
        EventBuilder event = new EventBuilder(EventClass.BASE_EVENT, EventClass.BASE_EVENT.activity(0));
        event.inMetadata(
                metadata -> metadata.text("uid", TestEvents.uid(number)).text("log_name", "wallarm"));
        event.rawData("x".repeat(bytes), bytes, "00");
        return event.build("wallarm", "event", Forwarding.ALWAYS);
    }

    private SplunkHecDestination destination(String... more) {
        return HecDestinations.at(server.url(""), context(), more);
    }

    private List<Outcome> send(List<OcsfEvent> events, String... more) throws InterruptedException {
        try (SplunkHecDestination destination = destination(more)) {
            return send(destination, events);
        }
    }

    private static List<Outcome> send(SplunkHecDestination destination, List<OcsfEvent> events)
            throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
        destination.send(events, outcomes);
        return outcomes.all(Duration.ofSeconds(20));
    }

    private static List<Kind> kinds(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::kind).toList();
    }

    private static DestinationContext context() {
        return new DestinationContext("siem", "siem-bridge-1", "0.0.0-test", InstantSource.system(), new Random(7));
    }
}
