package io.siembridge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.demo.HecReceiver.Answer;
import io.siembridge.app.demo.HecReceiver.Received;
import io.siembridge.app.demo.HecReceiver.Request;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.TestConfig;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.destination.splunk.SplunkHecType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The collector of the demo is as strict as the real one, so that a round trip through it means something. */
@Timeout(60)
class HecReceiverTest {
    private static final String CHANNEL = "8d0f2f4e-2f6b-4a5e-9a55-0c9d6a1c7e01";

    private final List<Received> received = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void takesWhatTheDestinationSendsOverARealSocket(boolean acknowledgement) throws Exception {
        try (HecReceiver receiver = new HecReceiver("t0ken", acknowledgement, received::add)) {
            int port = receiver.start(0);
            try (Destination destination = TestConfig.read(
                            new SplunkHecType().section(),
                            "type: splunk-hec",
                            "url: http://127.0.0.1:" + port,
                            "token: t0ken",
                            "acknowledgement: " + acknowledgement)
                    .create(new DestinationContext(
                            "siem", "bridge.example.net", "0.0.0-test", InstantSource.system(), new Random(7)))) {
                assertThat(destination.probe().accepts()).isTrue();
                RecordedOutcomes outcomes = new RecordedOutcomes(3);
                destination.send(TestEvents.events(0, 3), outcomes);
                assertThat(outcomes.kinds(Duration.ofSeconds(20))).containsOnly(Outcome.Kind.ACCEPTED);
            }
        }
        assertThat(received).hasSize(3).allSatisfy(event -> {
            assertThat(event.sourceType()).isEqualTo("ocsf:wallarm:alert");
            assertThat(event.envelope().path("host").asText()).isEqualTo("bridge.example.net");
        });
        assertThat(received.get(2).event()).hasToString(TestEvents.event(2).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"event":"a"}                                     | {"text":"Success","code":0,"ackId":0}                                      | 1
                    {"event":"a"}{"event":{"b":1},"time":1.5}         | {"text":"Success","code":0,"ackId":0}                                      | 2
                    ''                                                | {"text":"No data","code":5}                                                | 0
                    {"event":"a"}{"event":                            | {"text":"Invalid data format","code":6,"invalid-event-number":1,"ackId":0} | 1
                    nonsense                                          | {"text":"Invalid data format","code":6,"invalid-event-number":0}           | 0
                    {"event":"a"}{"host":"h"}{"event":"c"}            | {"text":"Event field is required","code":12,"invalid-event-number":1,"ackId":0} | 1
                    {"event":" "}                                     | {"text":"Event field cannot be blank","code":13,"invalid-event-number":0}  | 0
                    {"event":"a","fields":{"x":{"y":1}}}              | {"text":"Error in handling indexed fields","code":15,"invalid-event-number":0} | 0
                    {"event":"a"}{"event":"b","uid":"x"}{"event":"c"} | {"text":"Success","code":0,"ackId":0}                                      | 1
                    {"event":"a","sourceType":"x"}                    | {"text":"No data","code":5}                                                | 0
                    """)
    void answersAsSplunkDoes(String body, String answer, int taken) throws Exception {
        assertThat(post("/services/collector/event", Map.of(), body).body().toString())
                .isEqualTo(answer);
        assertThat(received).hasSize(taken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    authorization            | ''               | 401 | 2
                    authorization            | t0ken            | 401 | 3
                    authorization            | Splunk other     | 403 | 4
                    x-splunk-request-channel | ''               | 400 | 10
                    x-splunk-request-channel | not-a-guid       | 400 | 11
                    content-encoding         | deflate          | 415 | 415
                    """)
    void refusesWrongHeaders(String header, String value, int status, int code) throws Exception {
        Answer answer = post("/services/collector/event", Map.of(header, value), "{\"event\":\"a\"}");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("code").intValue()).isEqualTo(code);
        assertThat(received).isEmpty();
    }

    @Test
    void confirmsEachIdOnceAndOnlyOnItsChannel() throws Exception {
        HecReceiver receiver = new HecReceiver("t0ken", true, received::add);
        receiver.answer(request("/services/collector/event", Map.of(), "{\"event\":\"a\"}"));
        Request question = request("/services/collector/ack", Map.of(), "{\"acks\":[0,1]}");
        Map<String, String> elsewhere = Map.of("x-splunk-request-channel", CHANNEL.replace('8', '9'));
        assertThat(receiver.answer(request("/services/collector/ack", elsewhere, "{\"acks\":[0]}"))
                        .body())
                .hasToString("{\"acks\":{\"0\":false}}");
        assertThat(receiver.answer(question).body()).hasToString("{\"acks\":{\"0\":true,\"1\":false}}");
        assertThat(receiver.answer(question).body()).hasToString("{\"acks\":{\"0\":false,\"1\":false}}");
    }

    @Test
    void inflatesAndRefusesOtherPathsAndMethods() throws Exception {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write("{\"event\":\"a\"}".getBytes(StandardCharsets.UTF_8));
        }
        HecReceiver receiver = new HecReceiver("t0ken", true, received::add);
        Map<String, String> headers = headers(Map.of("content-encoding", "gzip"));
        assertThat(receiver.answer(new Request("POST", "/services/collector", headers, gzip.toByteArray()))
                        .status())
                .isEqualTo(200);
        assertThat(received).hasSize(1);
        assertThat(receiver.answer(new Request("GET", "/services/collector", headers, new byte[0]))
                        .status())
                .isEqualTo(405);
        assertThat(receiver.answer(request("/", Map.of(), "")).status()).isEqualTo(404);
    }

    private Answer post(String path, Map<String, String> changed, String body) throws IOException {
        return new HecReceiver("t0ken", true, received::add).answer(request(path, changed, body));
    }

    private static Request request(String path, Map<String, String> changed, String body) {
        return new Request("POST", path, headers(changed), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(Map<String, String> changed) {
        Map<String, String> headers = new HashMap<>();
        headers.put("authorization", "Splunk t0ken");
        headers.put("x-splunk-request-channel", CHANNEL);
        headers.putAll(changed);
        return headers;
    }
}
