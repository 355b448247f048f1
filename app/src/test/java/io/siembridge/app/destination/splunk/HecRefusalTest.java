package io.siembridge.app.destination.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ScriptedHttpServer.Reply;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the destination goes on after a refusal. */
final class HecRefusalTest extends HecStage {
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
}
