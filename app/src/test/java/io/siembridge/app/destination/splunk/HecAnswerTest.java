package io.siembridge.app.destination.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.Secret;
import io.siembridge.app.destination.BatchReply;
import io.siembridge.app.destination.HttpAnswer;
import io.siembridge.app.destination.Outcome;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each of the collector's answers means, answer by answer. */
class HecAnswerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SMALL = 900;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {"text":"Success","code":0}
                    200 | {"text":"Success","code":0,"ackId":12}
                    200 | {"TEXT":"Success","Code":0}
                    200 | {"text":"Success"}
                    201 | {"text":"Success","code":0}
                    200 | {"text":"Queue approaching capacity","code":24}
                    200 | {"text":"ACK approaching capacity","code":25}
                    """)
    void believesSuccess(int status, String body) {
        BatchReply reply = answer(status, body).reply(3, SMALL);
        assertThat(reply.kind()).isEqualTo(BatchReply.Kind.TAKEN);
        assertThat(reply.taken()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    500 | {"text":"Internal server error","code":8}
                    503 | {"text":"Server is busy","code":9}
                    503 | {"text":"Server is busy","code":9,"invalid-event-number":1}
                    503 | {"text":"HEC is unhealthy, queues are full","code":18}
                    503 | {"text":"HEC is unhealthy, ack service unavailable","code":19}
                    503 | {"text":"HEC is unhealthy, queues are full, ack service unavailable","code":20}
                    503 | {"text":"Server is shutting down","code":23}
                    429 | {"text":"HEC queue is at capacity","code":26}
                    429 | {"text":"HEC ACK channel is at capacity","code":27}
                    400 | {"text":"Server is busy","code":9}
                    408 | ''
                    425 | ''
                    429 | Too Many Requests
                    500 | <html>oops</html>
                    502 | <html>Bad Gateway</html>
                    503 | <html>Service Unavailable</html>
                    504 | ''
                    599 | ''
                    """)
    void triesAgainAfterAPassingFault(int status, String body) {
        BatchReply reply = answer(status, body).reply(3, SMALL);
        assertThat(reply.kind()).isEqualTo(BatchReply.Kind.FAULT);
        assertThat(reply.outcome().kind()).isEqualTo(Outcome.Kind.RETRY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    403 | {"text":"Token disabled","code":1} | token
                    401 | {"text":"Token is required","code":2} | token
                    401 | {"text":"Invalid authorization","code":3} | token
                    403 | {"text":"Invalid token","code":4} | token
                    403 | <html>Forbidden</html> | token
                    400 | {"text":"Incorrect index","code":7,"invalid-event-number":1} | index
                    400 | {"text":"Incorrect index","code":7} | index
                    400 | {"text":"Data channel is missing","code":10} | Data channel is missing
                    400 | {"text":"Invalid data channel","code":11} | Invalid data channel
                    400 | {"text":"ACK is disabled","code":14} | ACK is disabled
                    400 | {"text":"Query string authorization is not enabled","code":16} | Query string
                    400 | {"text":"Invalid token","code":21} | Invalid token
                    400 | {"text":"Token disabled","code":22} | Token disabled
                    400 | {"text":"Data channel is missing, use sticky sessions","code":28} | sticky
                    404 | {"text":"The requested URL was not found on this server.","code":404} | url
                    405 | {"text":"The requested method is not allowed.","code":405} | url
                    415 | '' | gzip
                    301 | '' | redirect
                    302 | <html>Sign in</html> | redirect
                    307 | {"text":"Success","code":0} | redirect
                    308 | '' | redirect
                    407 | '' | 407
                    417 | '' | 417
                    431 | '' | 431
                    200 | <html>Sign in</html> | proxy
                    200 | '' | proxy
                    200 | ok | proxy
                    200 | [] | proxy
                    200 | {} | proxy
                    200 | {"text":"HEC is healthy","code":17} | proxy
                    200 | {"text":"Invalid token","code":4} | proxy
                    204 | '' | proxy
                    """)
    void pausesWhenAPersonHasToMendIt(int status, String body, String reasonHolds) {
        BatchReply reply = answer(status, body).reply(3, SMALL);
        assertThat(reply.kind()).isEqualTo(BatchReply.Kind.FAULT);
        assertThat(reply.outcome().kind()).isEqualTo(Outcome.Kind.PAUSED);
        assertThat(reply.outcome().reason()).contains(reasonHolds).contains("https://splunk:8088");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"text":"Invalid data format","code":6,"invalid-event-number":0} | 0
                    {"text":"Invalid data format","code":6,"invalid-event-number":1} | 1
                    {"text":"Invalid data format","code":6,"invalid-event-number":3,"ackId":4} | 3
                    {"text":"Event field is required","code":12,"invalid-event-number":2} | 2
                    {"text":"Event field cannot be blank","code":13,"invalid-event-number":2} | 2
                    {"text":"Error in handling indexed fields","code":15,"invalid-event-number":2} | 2
                    """)
    void takesAnInvalidEventNumberForTheLengthOfWhatWasTaken(String body, int taken) {
        BatchReply reply = answer(400, body).reply(4, SMALL);
        assertThat(reply.kind()).isEqualTo(BatchReply.Kind.REFUSED_ONE);
        assertThat(reply.taken()).isEqualTo(taken);
        assertThat(reply.outcome().kind()).isEqualTo(Outcome.Kind.REJECTED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | {"text":"No data","code":5} | REJECTED
                    400 | {"text":"Invalid data format","code":6} | REJECTED
                    400 | {"text":"Invalid data format","code":6,"invalid-event-number":4} | REJECTED
                    400 | {"text":"Invalid data format","code":6,"invalid-event-number":-1} | REJECTED
                    400 | {"text":"Invalid data format","code":6,"invalid-event-number":"1"} | REJECTED
                    400 | {"text":"Event field is required","code":12} | REJECTED
                    413 | <html>Request Entity Too Large</html> | REJECTED
                    400 | <html>The plain HTTP request was sent to HTTPS port</html> | PAUSED
                    400 | {"error":"bad"} | PAUSED
                    """)
    void searchesForTheGuiltyEventWhenNotTold(int status, String body, Outcome.Kind ifAlone) {
        BatchReply reply = answer(status, body).reply(4, SMALL);
        assertThat(reply.kind()).isEqualTo(BatchReply.Kind.REFUSED_SOME);
        assertThat(reply.taken()).isZero();
        assertThat(reply.outcome().kind()).isEqualTo(ifAlone);
    }

    @Test
    void takesAMalformedFirstEventOfAHugeRequestForTooLargeARequest() {
        HecAnswer answer = answer(400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":0}");
        assertThat(answer.reply(10, 5_600_000).kind()).isEqualTo(BatchReply.Kind.REFUSED_SOME);
        assertThat(answer.reply(10, 5_000_000).kind()).isEqualTo(BatchReply.Kind.REFUSED_ONE);
    }

    @Test
    void doesNotBelieveASuccessThatBrokeOff() {
        HttpAnswer cut =
                new HttpAnswer(200, headers(Map.of()), "{\"text\":\"Succ".getBytes(StandardCharsets.UTF_8), true);
        BatchReply reply = new HecAnswer(cut, "https://splunk:8088", NOW, List.of()).reply(3, SMALL);
        assertThat(reply.kind()).isEqualTo(BatchReply.Kind.FAULT);
        assertThat(reply.outcome().kind()).isEqualTo(Outcome.Kind.RETRY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    7                             | 7
                    ' 7 '                         | 7
                    86400                         | 300
                    99999999999999999             | 300
                    Thu, 01 Jan 2026 00:01:30 GMT | 90
                    Fri, 02 Jan 2026 00:00:00 GMT | 300
                    """)
    void honoursAWaitInSecondsOrAsADateUpToALimit(String retryAfter, long seconds) {
        assertThat(busy(retryAfter).peersWait()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0
                    -5
                    soon
                    1e3
                    ''
                    Wed, 31 Dec 2025 23:59:00 GMT
                    """)
    void ignoresAWaitThatIsNone(String retryAfter) {
        assertThat(busy(retryAfter).peersWait()).isEmpty();
    }

    @Test
    void quotesSplunksOwnWordsWithoutOurToken() {
        HttpAnswer said = new HttpAnswer(
                403,
                headers(Map.of()),
                "{\"text\":\"Invalid token t0ken\\nSplunk\",\"code\":4}".getBytes(StandardCharsets.UTF_8),
                false);
        Outcome outcome = new HecAnswer(said, "https://splunk:8088", NOW, List.of(new Secret("t0ken")))
                .reply(1, SMALL)
                .outcome();
        assertThat(outcome.reason())
                .isEqualTo("https://splunk:8088 answered 403 \"Invalid token ******** Splunk\" (code 4): the token is"
                        + " refused");
        assertThat(outcome.excerpt().orElseThrow())
                .contains("Invalid token ********")
                .doesNotContain("t0ken");
    }

    private static Outcome busy(String retryAfter) {
        HttpAnswer answer =
                new HttpAnswer(429, headers(Map.of("Retry-After", List.of(retryAfter))), new byte[0], false);
        return new HecAnswer(answer, "https://splunk:8088", NOW, List.of())
                .reply(1, SMALL)
                .outcome();
    }

    @ParameterizedTest
    @CsvSource({"12, 12", "0, 0", "'\"7\"', 7"})
    void readsAcknowledgementIdsAsNumbersAndAsText(String written, long id) {
        assertThat(answer(200, "{\"text\":\"Success\",\"code\":0,\"ackId\":" + written + "}")
                        .ackId())
                .hasValue(id);
    }

    @ParameterizedTest
    @CsvSource({"null", "-1", "1.5", "true", "'\"\"'", "'{}'", "99999999999999999999"})
    void takesNothingElseForAnAcknowledgementId(String written) {
        assertThat(answer(200, "{\"text\":\"Success\",\"code\":0,\"ackId\":" + written + "}")
                        .ackId())
                .isEmpty();
    }

    private static HecAnswer answer(int status, String body) {
        HttpAnswer http = new HttpAnswer(status, headers(Map.of()), body.getBytes(StandardCharsets.UTF_8), false);
        return new HecAnswer(http, "https://splunk:8088", NOW, List.of());
    }

    private static HttpHeaders headers(Map<String, List<String>> headers) {
        return HttpHeaders.of(headers, (name, value) -> true);
    }
}
