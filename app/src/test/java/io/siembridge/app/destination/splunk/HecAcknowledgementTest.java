package io.siembridge.app.destination.splunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.ScriptedHttpServer;
import io.siembridge.app.destination.ScriptedHttpServer.Reply;
import io.siembridge.app.destination.ScriptedHttpServer.Request;
import io.siembridge.app.destination.TestEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Indexer acknowledgement, against a collector whose every answer the test decides. */
@Timeout(60)
class HecAcknowledgementTest {
    /** The least that can be waited for here. */
    private static final Duration AT_ONCE = Duration.ofMillis(50);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicInteger nextId = new AtomicInteger();
    private volatile Function<Request, Reply> toEvents = request -> taken(nextId.getAndIncrement());
    private volatile Function<Request, Reply> toQuestions = request -> confirming(request, "true");

    private ScriptedHttpServer server;
    private SplunkHecDestination destination;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedHttpServer().start();
        server.answer(request -> isQuestion(request) ? toQuestions.apply(request) : toEvents.apply(request));
        destination = destination("timeout: 2s");
    }

    @AfterEach
    void stop() {
        destination.close();
        server.close();
    }

    @Test
    void reportsEventsOnlyWhenTheyAreConfirmed() throws Exception {
        toQuestions = request -> confirming(request, "false");
        RecordedOutcomes outcomes = send(3);
        await().until(() -> questions().size() >= 3);
        assertThat(outcomes.complete()).isFalse();
        toQuestions = request -> confirming(request, "true");
        assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
    }

    @Test
    void asksOnTheChannelItSentOnAndNeverAgainAfterAConfirmation() throws Exception {
        toQuestions = request -> Reply.of(200, "{\"acks\":{\"0\":true,\"1\":false}}");
        RecordedOutcomes first = send(1);
        first.all(PATIENCE);
        toQuestions = request -> confirming(request, "true");
        send(1).all(PATIENCE);
        Request question = questions().get(0);
        assertThat(question.method()).isEqualTo("POST");
        assertThat(question.text()).isEqualTo("{\"acks\":[0]}");
        assertThat(question.header("content-type")).isEqualTo("application/json");
        assertThat(channels()).hasSize(1);
        assertThat(questions().get(questions().size() - 1).text()).isEqualTo("{\"acks\":[1]}");
    }

    @Test
    void asksNothingWhileNothingWaits() throws Exception {
        send(1).all(PATIENCE);
        int asked = questions().size();
        await().during(Duration.ofMillis(300)).until(() -> questions().size() == asked);
    }

    @Test
    void sendsAgainOnANewChannelWhenTheConfirmationDoesNotCome() throws Exception {
        destination.close();
        destination = destination("timeout: 2s", "acknowledgement_timeout: 300ms");
        toQuestions = request -> confirming(request, "false");
        List<Outcome> outcomes = send(3).all(PATIENCE);
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
            assertThat(outcome.reason()).contains("not acknowledged");
        });
        toQuestions = request -> confirming(request, "true");
        assertThat(send(3).kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
        assertThat(channels()).hasSize(2);
    }

    @Test
    void goesOnAskingWhileTheCollectorIsBusyOrDown() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        toQuestions = request -> switch (asked.incrementAndGet()) {
            case 1 -> Reply.of(503, "{\"text\":\"Server is busy\",\"code\":9}");
            case 2 -> Reply.hangUp();
            case 3 -> Reply.raw("garbage\r\n\r\n");
            default -> confirming(request, "true");
        };
        assertThat(send(3).kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
    }

    /** The batch was taken: to send it again would be to send it twice. */
    @Test
    void asksAgainWhenSomethingElseThanACollectorAnswers() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        toQuestions = request -> switch (asked.incrementAndGet()) {
            case 1 -> Reply.of(200, "<html><title>Sign in</title></html>", "Content-Type: text/html");
            case 2 -> Reply.of(200, "{\"status\":\"ok\"}");
            default -> confirming(request, "true");
        };
        assertThat(send(3).kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
        assertThat(asked).hasValueGreaterThanOrEqualTo(3);
    }

    @Test
    void sendsAgainWhatTheIndexerForgotWhenItStartedAnew() throws Exception {
        toQuestions = request -> confirming(request, "false");
        RecordedOutcomes before = new RecordedOutcomes(1);
        nextId.set(7);
        destination.send(TestEvents.events(0, 1), before);
        nextId.set(0);
        RecordedOutcomes after = send(1);
        assertThat(before.kinds(PATIENCE)).containsExactly(Kind.RETRY);
        assertThat(after.kinds(PATIENCE)).containsExactly(Kind.RETRY);
        toQuestions = request -> confirming(request, "true");
        assertThat(send(1).kinds(PATIENCE)).containsExactly(Kind.ACCEPTED);
        assertThat(channels()).hasSize(2);
    }

    @Test
    void doesNotTakeARepeatedIdForTheBatchBefore() throws Exception {
        toQuestions = request -> confirming(request, "false");
        toEvents = request -> taken(5);
        RecordedOutcomes first = send(1);
        assertThat(send(1).kinds(PATIENCE)).containsExactly(Kind.RETRY);
        assertThat(first.kinds(PATIENCE)).containsExactly(Kind.RETRY);
    }

    @Test
    void returnsTheCookiesOfItsChannel() throws Exception {
        toEvents = request ->
                taken(nextId.getAndIncrement(), "Set-Cookie: lb=indexer1; Path=/; HttpOnly", "Set-Cookie: x=y");
        send(1).all(PATIENCE);
        send(1).all(PATIENCE);
        assertThat(server.requests().get(0).headers()).doesNotContainKey("cookie");
        assertThat(questions())
                .allSatisfy(question -> assertThat(question.header("cookie")).isEqualTo("lb=indexer1; x=y"));
        assertThat(channels()).hasSize(1);
    }

    @Test
    void sendsAgainOnANewChannelWhenTheLoadBalancerLedElsewhere() throws Exception {
        toQuestions = request -> confirming(request, "false");
        toEvents = request -> taken(nextId.getAndIncrement(), "Set-Cookie: lb=indexer1");
        RecordedOutcomes waiting = send(2);
        toQuestions = request -> confirming(request, "true", "Set-Cookie: lb=indexer2");
        toEvents = request -> taken(nextId.getAndIncrement(), "Set-Cookie: lb=indexer2");
        assertThat(waiting.kinds(PATIENCE)).containsOnly(Kind.RETRY);
        int before = server.requests().size();
        assertThat(send(2).kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
        assertThat(channels()).hasSize(2);
        assertThat(server.requests().get(before).headers()).doesNotContainKey("cookie");
    }

    @Test
    void doesNotLoseItselfBehindALoadBalancerWhoseCookieAlwaysChanges() throws Exception {
        AtomicInteger value = new AtomicInteger();
        toEvents = request -> taken(nextId.getAndIncrement(), "Set-Cookie: AWSALB=" + value.incrementAndGet());
        toQuestions = request -> confirming(request, "true", "Set-Cookie: AWSALB=" + value.incrementAndGet());
        List<Kind> kinds = new ArrayList<>();
        for (int attempt = 0; attempt < 6; attempt++) {
            kinds.addAll(send(1).kinds(PATIENCE));
        }
        assertThat(kinds.subList(3, 6)).containsOnly(Kind.ACCEPTED);
    }

    @Test
    void takesBeingTakenForEnoughWhenTheTokenHasNoAcknowledgement() throws Exception {
        toQuestions = request -> Reply.of(400, "{\"text\":\"ACK is disabled\",\"code\":14}");
        assertThat(send(3).kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
        int asked = questions().size();
        assertThat(send(3).kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
        assertThat(questions()).hasSize(asked);
    }

    @Test
    void takesBeingTakenForEnoughWhenThereIsNoId() throws Exception {
        toEvents = request -> Reply.of(200, "{\"text\":\"Success\",\"code\":0}");
        assertThat(send(3).kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
        assertThat(questions()).isEmpty();
    }

    @Test
    void waitsForTheConfirmationOfWhatWasTakenBeforeARefusedEvent() throws Exception {
        toQuestions = request -> confirming(request, "false");
        toEvents = request ->
                Reply.of(400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":2,\"ackId\":4}");
        RecordedOutcomes outcomes = send(3);
        await().until(() -> !questions().isEmpty());
        assertThat(outcomes.complete()).isFalse();
        assertThat(questions().get(0).text()).isEqualTo("{\"acks\":[4]}");
        toQuestions = request -> confirming(request, "true");
        assertThat(outcomes.kinds(PATIENCE)).containsExactly(Kind.ACCEPTED, Kind.ACCEPTED, Kind.REJECTED);
    }

    @Test
    void pausesWhenTheQuestionIsRefusedForGood() throws Exception {
        toQuestions = request -> Reply.of(404, "no such endpoint");
        List<Outcome> outcomes = send(2).all(PATIENCE);
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.PAUSED);
            assertThat(outcome.reason()).contains("asking for acknowledgements").contains("404");
        });
    }

    @Test
    void asksAtOnceWhenTheChannelIsFull() throws Exception {
        destination.close();
        destination = HecDestinations.askingAfter(Duration.ofMinutes(1), server.url(""), context());
        RecordedOutcomes waiting = send(1);
        toEvents = request -> Reply.of(429, "{\"text\":\"ACK channel is at capacity\",\"code\":27}");
        assertThat(send(1).kinds(PATIENCE)).containsExactly(Kind.RETRY);
        assertThat(waiting.kinds(PATIENCE)).containsExactly(Kind.ACCEPTED);
    }

    @Test
    void asksOnceMoreWhenItIsClosed() throws Exception {
        destination.close();
        destination = HecDestinations.askingAfter(Duration.ofMinutes(1), server.url(""), context());
        RecordedOutcomes waiting = send(2);
        destination.close();
        assertThat(waiting.kinds(AT_ONCE)).containsOnly(Kind.ACCEPTED);
    }

    @Test
    void givesUpWhatIsStillWaitingWhenItIsClosed() throws Exception {
        toQuestions = request -> confirming(request, "false");
        RecordedOutcomes waiting = send(2);
        destination.close();
        assertThat(waiting.kinds(AT_ONCE)).containsOnly(Kind.RETRY);
    }

    private RecordedOutcomes send(int events) throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(events);
        destination.send(TestEvents.events(0, events), outcomes);
        return outcomes;
    }

    private List<Request> questions() {
        return server.requests().stream()
                .filter(HecAcknowledgementTest::isQuestion)
                .toList();
    }

    private List<String> channels() {
        return server.requests().stream()
                .map(request -> request.header("x-splunk-request-channel"))
                .distinct()
                .toList();
    }

    private static boolean isQuestion(Request request) {
        return request.target().equals("/services/collector/ack");
    }

    private static Reply taken(int id, String... headers) {
        return Reply.of(200, "{\"text\":\"Success\",\"code\":0,\"ackId\":" + id + "}", headers);
    }

    private static Reply confirming(Request question, String answer, String... headers) {
        try {
            List<String> acks = new ArrayList<>();
            new JsonMapper().readTree(question.text()).path("acks").forEach(id -> acks.add("\"" + id + "\":" + answer));
            return Reply.of(200, "{\"acks\":{" + String.join(",", acks) + "}}", headers);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private SplunkHecDestination destination(String... more) {
        return HecDestinations.acknowledged(server.url(""), context(), more);
    }

    private static DestinationContext context() {
        return new DestinationContext(
                "siem", "bridge.example.net", "0.0.0-test", InstantSource.system(), new Random(7));
    }
}
