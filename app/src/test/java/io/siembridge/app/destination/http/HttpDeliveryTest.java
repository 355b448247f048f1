package io.siembridge.app.destination.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.ScriptedHttpServer;
import io.siembridge.app.destination.ScriptedHttpServer.Reply;
import io.siembridge.app.destination.ScriptedHttpServer.Request;
import io.siembridge.app.destination.TestConfig;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire in each mode, and what each status means. */
@Timeout(60)
class HttpDeliveryTest {
    private ScriptedHttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedHttpServer().start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void postsAnArray() throws Exception {
        send(TestEvents.events(0, 2));
        Request request = server.requests().get(0);
        assertThat(request.method() + " " + request.target()).isEqualTo("POST /ocsf?source=bridge");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.headers()).doesNotContainKeys("content-encoding", "idempotency-key", "authorization");
        assertThat(request.text()).isEqualTo("[" + TestEvents.event(0) + "," + TestEvents.event(1) + "]");
    }

    @Test
    void putsLines() throws Exception {
        send(TestEvents.events(0, 2), "body: ndjson", "method: put");
        Request request = server.requests().get(0);
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.header("content-type")).isEqualTo("application/x-ndjson");
        assertThat(request.text()).isEqualTo(TestEvents.event(0) + "\n" + TestEvents.event(1) + "\n");
    }

    @Test
    void postsEventsOneByOne() throws Exception {
        send(TestEvents.events(0, 2), "body: single", "content_type: application/ocsf+json");
        assertThat(server.requests().stream().map(Request::text))
                .containsExactly(
                        TestEvents.event(0).toString(), TestEvents.event(1).toString());
        assertThat(server.requests().get(0).header("content-type")).isEqualTo("application/ocsf+json");
    }

    @Test
    void wrapsEventsForLogstash() throws Exception {
        send(TestEvents.events(0, 2), "wrap: ocsf");
        assertThat(server.requests().get(0).text())
                .isEqualTo("[{\"ocsf\":" + TestEvents.event(0) + "},{\"ocsf\":" + TestEvents.event(1) + "}]");
        send(TestEvents.events(0, 1), "wrap: 'a\"b'");
        assertThat(new JsonMapper()
                        .readTree(server.requests().get(1).text())
                        .at("/0/a\"b/time")
                        .isNumber())
                .isTrue();
    }

    @Test
    void compressesWhenToldTo() throws Exception {
        send(TestEvents.events(0, 20), "gzip: true");
        Request request = server.requests().get(0);
        assertThat(request.header("content-encoding")).isEqualTo("gzip");
        assertThat(new JsonMapper().readTree(request.text())).hasSize(20);
    }

    @Test
    void sendsCredentialsAndFurtherHeaders() throws Exception {
        send(TestEvents.events(0, 1), "bearer: t0ken", "headers: {X-Api-Key: k1, x-Source: 'a b'}");
        assertThat(server.requests().get(0).headers())
                .containsEntry("authorization", "Bearer t0ken")
                .containsEntry("x-api-key", "k1")
                .containsEntry("x-source", "a b");
        send(TestEvents.events(0, 1), "username: Aladdin", "password: 'open sesame'");
        assertThat(server.requests().get(1).header("authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        send(TestEvents.events(0, 1), "headers: {authorization: Custom x}");
        assertThat(server.requests().get(2).header("authorization")).isEqualTo("Custom x");
    }

    @ParameterizedTest
    @CsvSource({
        "hmac-sha256, HmacSHA256, hex, 'sha256='",
        "hmac-sha512, HmacSHA512, base64, ''",
        "hmac-sha1, HmacSHA1, hex, ''"
    })
    void signsTheBytesAsTheyAreSent(String algorithm, String platformName, String encoding, String prefix)
            throws Exception {
        String prefixKey = prefix.isEmpty() ? "" : ", prefix: '" + prefix + "'";
        send(
                TestEvents.events(0, 3),
                "gzip: true",
                "signature: {header: X-Bridge-Signature, algorithm: " + algorithm + ", encoding: " + encoding
                        + prefixKey + ", secret: k3y}");
        Request request = server.requests().get(0);
        Mac mac = Mac.getInstance(platformName);
        mac.init(new SecretKeySpec("k3y".getBytes(StandardCharsets.UTF_8), platformName));
        byte[] digest = mac.doFinal(request.body());
        assertThat(request.header("x-bridge-signature"))
                .isEqualTo(prefix
                        + (encoding.equals("hex")
                                ? HexFormat.of().formatHex(digest)
                                : Base64.getEncoder().encodeToString(digest)));
    }

    @Test
    void givesTheSameKeyToTheSameEvents() throws Exception {
        for (List<OcsfEvent> events : List.of(
                TestEvents.events(0, 3),
                TestEvents.events(0, 3).stream()
                        .map(event -> event.transmittedAt(Instant.EPOCH))
                        .toList(),
                TestEvents.events(0, 4))) {
            send(events, "idempotency_key: true");
        }
        List<String> keys = server.requests().stream()
                .map(request -> request.header("idempotency-key"))
                .toList();
        assertThat(keys.get(0)).matches("[0-9a-f]{64}").isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    }

    @Test
    void keepsWithinTheEventsOfABatch() throws Exception {
        assertThat(kinds(send(TestEvents.events(0, 10), "batch_events: 4"))).containsOnly(Kind.ACCEPTED);
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void believesAnySuccess(int status) throws Exception {
        server.answer(request -> Reply.of(status, ""));
        assertThat(kinds(send(TestEvents.events(0, 2)))).containsOnly(Kind.ACCEPTED);
    }

    @Test
    void believesASuccessWhoseBodyNeverEnds() throws Exception {
        server.answer(request -> Reply.endless(200));
        assertThat(kinds(send(TestEvents.events(0, 2)))).containsOnly(Kind.ACCEPTED);
        server.answer(request -> Reply.stalling(202, "accep"));
        assertThat(kinds(send(TestEvents.events(0, 2)))).containsOnly(Kind.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 501, 502, 503, 504, 507})
    void triesAgainAfterAPassingFault(int status) throws Exception {
        server.answer(request -> Reply.of(status, "later", "Retry-After: 7"));
        assertThat(send(TestEvents.events(0, 2))).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
            assertThat(outcome.peersWait()).contains(Duration.ofSeconds(7));
            assertThat(outcome.excerpt()).contains("later");
        });
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 415, 417, 421, 451})
    void pausesWhenAPersonHasToMendIt(int status) throws Exception {
        server.answer(request -> Reply.of(status, "no", "Location: " + server.url("/elsewhere")));
        assertThat(send(TestEvents.events(0, 2))).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.PAUSED);
            assertThat(outcome.reason()).contains(String.valueOf(status));
        });
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void findsTheEventThatIsRefused(int status) throws Exception {
        server.answer(request -> request.text().contains("\"" + TestEvents.POISON + "\"")
                ? Reply.of(status, "cannot index field x")
                : Reply.of(200, ""));
        List<OcsfEvent> events = new ArrayList<>(TestEvents.events(0, 9));
        events.set(6, TestEvents.poison(6));
        List<Outcome> outcomes = send(events);
        assertThat(outcomes.get(6).kind()).isEqualTo(Kind.REJECTED);
        assertThat(outcomes.get(6).excerpt()).contains("cannot index field x");
        assertThat(kinds(outcomes)).containsOnlyOnce(Kind.REJECTED).doesNotContain(Kind.RETRY, Kind.PAUSED);
        assertThat(kinds(send(List.of(TestEvents.poison(6))))).containsExactly(Kind.REJECTED);
    }

    @Test
    void sendsLessAtATimeWhereARequestIsTooLarge() throws Exception {
        server.answer(request -> request.body().length > 2000 ? Reply.of(413, "") : Reply.of(200, ""));
        List<OcsfEvent> events = new ArrayList<>(TestEvents.events(0, 7));
        events.set(3, TestEvents.event(3, "long ".repeat(500)));
        List<Outcome> outcomes = send(events);
        assertThat(outcomes.get(3).kind()).isEqualTo(Kind.REJECTED);
        assertThat(kinds(outcomes)).containsOnlyOnce(Kind.REJECTED).doesNotContain(Kind.RETRY, Kind.PAUSED);
    }

    @Test
    void pausesInsteadOfBuryingEverything() throws Exception {
        server.answer(request -> Reply.of(400, "expected NDJSON"));
        assertThat(kinds(send(TestEvents.events(0, 40)))).containsOnly(Kind.PAUSED);
    }

    @Test
    void showsNeitherPathNorQueryNorCredentials() throws Exception {
        server.answer(request -> Reply.of(
                403, "no " + request.target() + " for " + request.header("authorization") + request.header("x-key")));
        String said = send(TestEvents.events(0, 1), "username: u", "password: pa55", "headers: {X-Key: k3y-k3y}")
                .toString();
        assertThat(said)
                .contains("403")
                .doesNotContain(
                        "source=bridge",
                        "pa55",
                        "k3y-k3y",
                        Base64.getEncoder().encodeToString("u:pa55".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "204, true",
        "400, true",
        "422, true",
        "411, true",
        "401, false",
        "403, false",
        "404, false",
        "405, false",
        "415, false",
        "302, false",
        "429, false",
        "503, false"
    })
    void probesWithARequestThatHoldsNoEvent(int status, boolean accepts) throws Exception {
        server.answer(request -> Reply.of(status, ""));
        for (String body : List.of("array", "ndjson", "single")) {
            Destination.Probe probe =
                    destination("body: " + body, "bearer: t0ken").probe();
            assertThat(probe.accepts()).as(probe.reason()).isEqualTo(accepts);
            assertThat(probe.reason()).contains(String.valueOf(status));
        }
        assertThat(server.requests().stream().map(Request::text)).containsExactly("[]", "", "");
        assertThat(server.requests())
                .allSatisfy(
                        request -> assertThat(request.header("authorization")).isEqualTo("Bearer t0ken"));
    }

    @Test
    void writesWhatStrictParsersCanRead() throws Exception {
        send(List.of(TestEvents.event(0, "quotes \" backslash \\ newline \n emoji \uD83D\uDE00 \u2028 NUL")));
        JsonNode event =
                new JsonMapper().readTree(server.requests().get(0).text()).path(0);
        assertThat(event.path("message").asText()).contains("\uD83D\uDE00");
        assertThat(server.requests().get(0).text()).doesNotContain("\n");
    }

    private Destination destination(String... more) {
        Stream<String> lines = Stream.concat(
                Stream.of("type: http", "url: " + server.url("/ocsf?source=bridge"), "timeout: 1s"),
                Arrays.stream(more));
        return TestConfig.read(new HttpType().section(), lines.toArray(String[]::new))
                .create(new DestinationContext(
                        "siem", "bridge.example.net", "0.0.0-test", InstantSource.system(), new Random(7)));
    }

    private List<Outcome> send(List<OcsfEvent> events, String... more) throws Exception {
        RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
        try (Destination destination = destination(more)) {
            destination.send(events, outcomes);
        }
        return outcomes.all(Duration.ofSeconds(20));
    }

    private static List<Kind> kinds(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::kind).toList();
    }
}
