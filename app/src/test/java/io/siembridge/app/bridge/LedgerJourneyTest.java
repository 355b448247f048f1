package io.siembridge.app.bridge;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siembridge.app.demo.HecReceiver;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.OcsfValidator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bridge's own books on their way: counted in one hour, and in the next at a HEC and in a file. */
@Timeout(120)
class LedgerJourneyTest {
    private final Instant atHalfPast =
            Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(30));

    @TempDir
    private Path folder;

    private static Environment at(Instant start) {
        Environment real = Environment.real();
        Duration ahead = Duration.between(real.clock().instant(), start);
        return new Environment(
                () -> real.clock().instant().plus(ahead),
                real.random(),
                "bridge-1",
                real.version(),
                real.spoolListener());
    }

    private RunningBridge start(Instant at, int hec) throws Exception {
        return RunningBridge.start(folder, "", "", """
                  splunk: {type: splunk-hec, url: "http://127.0.0.1:%d", token: token-of-the-journey, acknowledgement: true}
                  archive: {type: file, path: "%s"}
                events: {ledger: true}
                routes:
                  - {from: [soveren, snyk, wallarm, soda], to: [archive]}
                  - {from: [siem-bridge], to: [splunk, archive]}
                """.formatted(hec, folder.resolve("out.ndjson")), at(at));
    }

    private static long number(JsonNode account, String name) {
        return account.path(name).asLong();
    }

    @Test
    void reachesASiemAndCloses() throws Exception {
        Queue<JsonNode> atSplunk = new ConcurrentLinkedQueue<>();
        try (HecReceiver hec =
                new HecReceiver("token-of-the-journey", true, received -> atSplunk.add(received.event()))) {
            int port = hec.start(0);
            try (RunningBridge running = start(atHalfPast, port)) {
                byte[] body = "{\"zen\": \"Keep it logically awesome.\"}".getBytes(UTF_8);
                for (int i = 0; i < 2; i++) {
                    given().header("X-Hub-Signature", RunningBridge.signature("snyk", body))
                            .header("X-Snyk-Event", "ping/v0")
                            .body(body)
                            .post(running.url("snyk"))
                            .then()
                            .statusCode(200);
                }
                given().body("{}").post(running.url("snyk")).then().statusCode(401);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> running.archived().size() == 1);
            }
            try (RunningBridge running = start(atHalfPast.plus(Duration.ofHours(1)), port)) {
                await().atMost(Duration.ofSeconds(40)).until(() -> atSplunk.size() >= 5);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> running.archived().size() == 1 + atSplunk.size());
            }
        }
        List<JsonNode> accounts = new ArrayList<>();
        OcsfValidator validator =
                new OcsfValidator(new ObjectMapper().readTree(OcsfEvent.class.getResource("/ocsf/ocsf-1.8.0.json")));
        for (JsonNode event : atSplunk) {
            assertThat(validator.problems(event)).isEmpty();
            JsonNode account = event.at("/unmapped/siem-bridge");
            accounts.add(account);
            long sum = account.has("received")
                    ? number(account, "received")
                            - number(account, "accepted")
                            - number(account, "duplicate")
                            - number(account, "rejected")
                            - number(account, "refused")
                    : number(account, "owed")
                            - number(account, "delivered")
                            - number(account, "waiting")
                            - number(account, "dead")
                            - number(account, "discarded");
            assertThat(sum).as(event.path("message").asText()).isZero();
        }
        JsonNode snyk = accounts.stream()
                .filter(account -> account.path("source").asText().equals("snyk"))
                .findFirst()
                .orElseThrow();
        assertThat(snyk.path("received").asInt()).isEqualTo(3);
        assertThat(snyk.path("accepted").asInt()).isEqualTo(1);
        assertThat(snyk.path("duplicate").asInt()).isEqualTo(1);
        assertThat(snyk.path("rejected").asInt()).isEqualTo(1);
        assertThat(snyk.at("/destinations/archive/delivered").asInt()).isEqualTo(1);
    }
}
