package io.siembridge.app.destination.splunk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.ScriptedHttpServer;
import io.siembridge.app.destination.ScriptedHttpServer.Reply;
import io.siembridge.app.destination.ScriptedHttpServer.Request;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A destination that sends to a collector which answers as it is told to. */
@Timeout(60)
abstract class HecStage {
    static final Reply SUCCESS = Reply.of(200, "{\"text\":\"Success\",\"code\":0}");

    ScriptedHttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedHttpServer().start();
        server.answer(request -> SUCCESS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    List<String> sentUids() {
        return acceptedUids(Integer.MAX_VALUE);
    }

    /** Of the events in requests with at most so many. */
    List<String> acceptedUids(int most) {
        return server.requests().stream()
                .map(HecStage::uidsIn)
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

    SplunkHecDestination destination(String... more) {
        return HecDestinations.at(server.url(""), context(), more);
    }

    List<Outcome> send(List<OcsfEvent> events, String... more) throws InterruptedException {
        try (SplunkHecDestination destination = destination(more)) {
            return send(destination, events);
        }
    }

    static List<Outcome> send(SplunkHecDestination destination, List<OcsfEvent> events) throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
        destination.send(events, outcomes);
        return outcomes.all(Duration.ofSeconds(20));
    }

    static List<Kind> kinds(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::kind).toList();
    }

    static DestinationContext context() {
        return new DestinationContext("siem", "siem-bridge-1", "0.0.0-test", InstantSource.system(), new Random(7));
    }
}
