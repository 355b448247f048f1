package io.siembridge.app.source;

import static io.restassured.RestAssured.given;
import static io.siembridge.app.bridge.RunningBridge.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasLength;

import io.restassured.response.Response;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.bridge.RunningBridge;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public side as a sender sees it: every answer of the contract, over a real socket. */
final class IngressTest extends SenderStage {
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void takesAnAuthenticWebhookAndDeliversIt(String method) throws Exception {
        running = RunningBridge.start(folder);
        String webhook = given().header("X-Hub-Signature", signature("snyk", PING.getBytes(UTF_8)))
                .header("X-Snyk-Event", "ping/v0")
                .header("X-Snyk-Transport-ID", "a-" + method)
                .body(PING.getBytes(UTF_8))
                .request(method, running.url("snyk"))
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("status", equalTo("accepted"))
                .body("webhook", hasLength(26))
                .extract()
                .path("webhook");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(running.archived())
                        .anySatisfy(line -> assertThat(line).contains("\"event_uid\":\"" + webhook + "\"")));
    }

    @Test
    void answersARepeatWithTheFirstReceipt() throws Exception {
        running = RunningBridge.start(folder);
        String first = snyk(PING, "id-1").then().statusCode(200).extract().path("webhook");
        snyk(PING, "id-1")
                .then()
                .statusCode(200)
                .body("status", equalTo("duplicate"))
                .body("webhook", equalTo(first));
        snyk(PING, "id-2").then().statusCode(200).body("status", equalTo("accepted"));
    }

    @Test
    void storesOneOfAHundredIdenticalWebhooksThatComeAtOnce() throws Exception {
        running = RunningBridge.start(folder);
        ExecutorService senders = Executors.newFixedThreadPool(16);
        List<Future<String>> answers = IntStream.range(0, 100)
                .mapToObj(i -> senders.submit(() ->
                        snyk(PING, "same").then().statusCode(200).extract().<String>path("status")))
                .toList();
        int accepted = 0;
        for (Future<String> answer : answers) {
            accepted += answer.get().equals("accepted") ? 1 : 0;
        }
        senders.shutdown();
        assertThat(accepted).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNotAuthenticWithOneAnswerWhateverTheReason() throws Exception {
        running = RunningBridge.start(folder);
        byte[] body = PING.getBytes(UTF_8);
        List<Response> answers = List.of(
                given().body(body).post(running.url("snyk")),
                given().header("X-Hub-Signature", "").body(body).post(running.url("snyk")),
                given().header("X-Hub-Signature", "sha256=00").body(body).post(running.url("snyk")),
                given().header("X-Hub-Signature", signature("soveren", body))
                        .body(body)
                        .post(running.url("snyk")),
                given().header("X-Hub-Signature", signature("snyk", body), signature("snyk", body))
                        .body(body)
                        .post(running.url("snyk")),
                given().header("X-Auth-Token", "wrong").body(body).post(running.url("wallarm")),
                given().body(body).post(running.url("soda")));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(401));
        assertThat(answers)
                .extracting(answer -> answer.body().asString())
                .containsOnly(answers.get(0).body().asString());
        assertThat(running.bridge().spool().tallies().values())
                .allSatisfy(tally -> assertThat(tally.owed()).isZero());
    }

    @Test
    void takesTokensOfWallarmAndSoda() throws Exception {
        running = RunningBridge.start(folder);
        given().header("X-Auth-Token", RunningBridge.WALLARM.reveal())
                .body("[]")
                .post(running.url("wallarm"))
                .then()
                .statusCode(200);
        given().header("Authorization", RunningBridge.SODA.reveal())
                .body("{\"event\":\"validate\"}")
                .post(running.url("soda"))
                .then()
                .statusCode(200);
    }

    @Test
    void keepsAnUnreadableBodyWithARightSignatureAsADeadLetter() throws Exception {
        running = RunningBridge.start(folder);
        snyk("this is no JSON", "x").then().statusCode(200).body("status", equalTo("accepted"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(running.bridge()
                                .spool()
                                .tallies()
                                .get("archive")
                                .dead())
                        .isEqualTo(1));
    }

    @Test
    void answersUnknownSourcesAndOtherMethods() throws Exception {
        running = RunningBridge.start(folder);
        given().body("{}").post(running.url("nobody")).then().statusCode(404).contentType("application/problem+json");
        given().post("http://127.0.0.1:" + running.bridge().port() + "/").then().statusCode(404);
        for (String method : List.of("GET", "DELETE", "PATCH", "OPTIONS")) {
            given().request(method, running.url("snyk")).then().statusCode(405).header("Allow", "POST, PUT");
        }
        given().get(running.url("nobody")).then().statusCode(404);
    }

    @Test
    void refusesSendersThatAreNotOnTheAllowListAndIgnoresForwardedForFromStrangers() throws Exception {
        running = RunningBridge.start(
                folder,
                "",
                ", allow: [\"192.0.2.0/24\"]",
                "  archive: {type: file, path: \"" + folder.resolve("o") + "\"}\n",
                Environment.real());
        snyk(PING, "1").then().statusCode(403);
        given().header("X-Forwarded-For", "192.0.2.7")
                .body(PING)
                .post(running.url("snyk"))
                .then()
                .statusCode(403);
    }

    @Test
    void answers429OverTheRateOfASource() throws Exception {
        running = RunningBridge.start(
                folder,
                "",
                ", rate: 2/m",
                "  archive: {type: file, path: \"" + folder.resolve("o") + "\"}\n",
                Environment.real());
        List<Integer> statuses = IntStream.range(0, 5)
                .mapToObj(i -> snyk(PING, "r" + i).statusCode())
                .toList();
        assertThat(statuses).contains(200, 429);
        Response refused = snyk(PING, "r9");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        given().header("X-Auth-Token", RunningBridge.WALLARM.reveal())
                .body("[]")
                .post(running.url("wallarm"))
                .then()
                .statusCode(200);
    }
}
