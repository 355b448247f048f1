package io.siembridge.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.TestConfig;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.destination.http.HttpType;
import io.siembridge.app.destination.splunk.SplunkHecType;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows 31 and 32: what receivers answer. */
@Timeout(180)
class EgressRowsTest {
    private static final String TAKEN = "{\"text\":\"Success\",\"code\":0}";

    private static Outcome.Kind outcome(Destination destination) throws InterruptedException {
        List<OcsfEvent> events = TestEvents.events(0, 1);
        RecordedOutcomes outcomes = new RecordedOutcomes(1);
        destination.send(events, outcomes);
        return outcomes.kinds(Duration.ofSeconds(20)).get(0);
    }

    private static Destination destination(DestinationType type, String... lines) {
        return TestConfig.read(type.section(), lines)
                .create(new DestinationContext("siem", "host", "1", InstantSource.system(), new Random(1)));
    }

    @Nested
    class Row31EndlessAnswers {
        /** The status of a success counts, and of what follows it no more than a few kilobytes are read. */
        @Test
        void anAnswerWithoutEndDelaysNothingAndFillsNothing(@TempDir Path folder) throws Exception {
            try (TestPeers.Http endless = new TestPeers.Http(TestPeers.endless(200));
                    RunningBridge bridge = RunningBridge.start(
                            folder, "", "  http: {type: http, url: \"" + endless.url() + "\", timeout: 10s}\n")) {
                for (int i = 0; i < 5; i++) {
                    assertThat(Sender.wallarm(bridge, Sender.utf8("[{\"endless\":" + i + "}]"))
                                    .statusCode())
                            .isEqualTo(200);
                }
                await().atMost(Duration.ofSeconds(30))
                        .until(() ->
                                bridge.bridge().spool().tallies().get("http").delivered() == 5);
            }
        }

        @Test
        void aRefusalWithoutEndIsQuotedInPart(@TempDir Path folder) throws Exception {
            try (TestPeers.Http endless = new TestPeers.Http(TestPeers.endless(403));
                    Destination http =
                            destination(new HttpType(), "type: http", "url: '" + endless.url() + "'", "timeout: 10s")) {
                RecordedOutcomes outcomes = new RecordedOutcomes(1);
                http.send(TestEvents.events(0, 1), outcomes);
                Outcome outcome = outcomes.all(Duration.ofSeconds(20)).get(0);
                assertThat(outcome.kind()).isEqualTo(Outcome.Kind.PAUSED);
                assertThat(outcome.excerpt().orElse("").length()).isLessThan(400);
            }
        }
    }

    @Nested
    class Row32AcceptanceReported {
        /** 1xx are no answers, and 101 is a change of protocol: the client itself deals with those. */
        @Test
        void onlySuccessIsTakenForSuccessWhateverTheStatus() throws Exception {
            List<String> wrong = new ArrayList<>();
            try (TestPeers.Http peer = new TestPeers.Http(TestPeers.Answering.with(200, TAKEN));
                    Destination http = destination(new HttpType(), "type: http", "url: '" + peer.url() + "'");
                    Destination splunk = destination(
                            new SplunkHecType(), "type: splunk-hec", "url: '" + peer.url() + "'", "token: t0ken")) {
                for (int status = 200; status < 600; status++) {
                    peer.answers(TestPeers.Answering.with(status, TAKEN));
                    Outcome.Kind ofHttp = outcome(http);
                    if ((ofHttp == Outcome.Kind.ACCEPTED) != (status < 300)) {
                        wrong.add("http " + status + " " + ofHttp);
                    }
                    boolean hasBody = status != 204 && status != 205;
                    Outcome.Kind ofSplunk = outcome(splunk);
                    if ((ofSplunk == Outcome.Kind.ACCEPTED) != (status < 300 && hasBody)) {
                        wrong.add("splunk " + status + " " + ofSplunk);
                    }
                }
            }
            assertThat(wrong).isEmpty();
        }

        @Test
        void aSuccessThatIsNoCollectorsIsNoneForSplunk() throws Exception {
            try (TestPeers.Http peer = new TestPeers.Http(TestPeers.Answering.with(200, ""));
                    Destination splunk = destination(
                            new SplunkHecType(), "type: splunk-hec", "url: '" + peer.url() + "'", "token: t0ken")) {
                for (String body : List.of(
                        "",
                        "ok",
                        "<html>Sign in</html>",
                        "{}",
                        "[]",
                        "{\"code\":9}",
                        "{\"text\":\"Success\",\"code\":6}",
                        "{\"code\":\"0\"}",
                        "{\"text\":\"Succ",
                        "null")) {
                    peer.answers(TestPeers.Answering.with(200, body));
                    assertThat(outcome(splunk)).as(body).isNotEqualTo(Outcome.Kind.ACCEPTED);
                }
            }
        }
    }
}
