package io.siembridge.app.operator;

import static io.siembridge.app.spool.DeliveryState.DEAD;
import static io.siembridge.app.spool.DeliveryState.DELIVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.siembridge.app.destination.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator decides by the API: dead letters, replays, and which destinations are held. */
final class DecisionApiTest extends ApiCalls {
    @Test
    void retriesAndDiscardsDeadLettersAndWritesItDown() throws Exception {
        stage.qradar.answer(Outcome.rejected("no such index"));
        String first = stage.sendAndAwait("soveren/new-data-type", DELIVERED, DEAD);
        stage.sendAndAwait("soveren/anomaly-detected", DELIVERED, DEAD);
        get("/api/v1/dead-letters")
                .body("dead_letters", hasSize(2))
                .body("dead_letters.next_step", everyItem(containsString("retry")))
                .body("dead_letters.reason", everyItem(equalTo("no such index")));
        get("/api/v1/dead-letters?webhook=" + first).body("dead_letters.webhook", equalTo(List.of(first)));
        int id = get("/api/v1/dead-letters?webhook=" + first).extract().path("dead_letters[0].id");
        stage.qradar.answer(Outcome.accepted());
        post("/api/v1/dead-letters/" + id + "/retry", "").statusCode(200).body("retried", equalTo(1));
        stage.awaitStates(first, DELIVERED);
        post("/api/v1/dead-letters/" + id + "/retry", "").statusCode(409);
        int other = get("/api/v1/dead-letters").extract().path("dead_letters[0].id");
        post("/api/v1/dead-letters/discard", Map.of("ids", List.of(other)))
                .statusCode(200)
                .body("discarded", equalTo(1));
        get("/api/v1/dead-letters").body("dead_letters", empty());
        get("/api/v1/dead-letters?fate=discarded").body("dead_letters.id", equalTo(List.of(other)));
        get("/api/v1/audit")
                .body("entries.action", equalTo(List.of("discard", "retry")))
                .body("entries.who", everyItem(equalTo("token from 127.0.0.1")));
    }

    @Test
    void replaysWhatIsNamedAndNothingOnADryRun() throws Exception {
        String webhook = stage.sendAndAwait("soveren/new-data-type", DELIVERED);
        int before = stage.splunk.accepted.size();
        post("/api/v1/replay", Map.of("webhooks", List.of(webhook), "dry_run", true))
                .statusCode(200)
                .body("dry_run", equalTo(true))
                .body("deliveries", equalTo(2))
                .body("by_destination.splunk", equalTo(1));
        assertThat(stage.splunk.accepted).hasSize(before);
        post("/api/v1/replay", Map.of("webhooks", List.of(webhook), "destinations", List.of("splunk")))
                .statusCode(200)
                .body("deliveries", equalTo(1));
        stage.awaitStates(webhook, DELIVERED);
        assertThat(stage.splunk.accepted).hasSizeGreaterThan(before);
        assertThat(stage.splunk.accepted.get(0).uid())
                .isEqualTo(stage.splunk.accepted.get(before).uid());
        get("/api/v1/audit").body("entries.detail", hasItem(containsString(webhook)));
    }

    @Test
    void refusesAReplayOfNothingInParticular() {
        post("/api/v1/replay", "{}").statusCode(400);
        post("/api/v1/replay", "{\"webhooks\":[\"01NONE\"]}").statusCode(404);
        post("/api/v1/replay", "{\"since\":\"1h\",\"destinations\":[\"splnk\"]}")
                .statusCode(404)
                .body("detail", containsString("splunk"));
        post("/api/v1/replay", "{\"since\":\"1h\",\"dryrun\":true}")
                .statusCode(400)
                .body("detail", containsString("dry_run"));
        post("/api/v1/replay", "not json").statusCode(400);
    }

    @Test
    void refusesATimeThatEndsBeforeItBegins() {
        post("/api/v1/replay", Map.of("since", "1h", "until", "2h", "dry_run", true))
                .statusCode(400);
    }

    @Test
    void limitsReplaysAndWritesDownWhatItRefuses() {
        int status = 200;
        for (int i = 0; i < 100 && status == 200; i++) {
            status = operator()
                    .body("{\"since\":\"1h\"}")
                    .post(stage.url("/api/v1/replay"))
                    .statusCode();
        }
        assertThat(status).isEqualTo(429);
        await().untilAsserted(() -> get("/api/v1/audit").body("entries.detail", hasItem(startsWith("refused"))));
    }

    @Test
    void holdsADestinationAndLetsItGo() throws Exception {
        post("/api/v1/destinations/splunk/pause", "").statusCode(200).body("state", equalTo("held"));
        String webhook = stage.send("soveren/new-data-type");
        get("/api/v1/destinations")
                .body("destinations.find { it.destination == 'splunk' }.state", equalTo("held"))
                .body("destinations.find { it.destination == 'splunk' }.waiting", equalTo(1));
        post("/api/v1/destinations/splunk/resume", "").statusCode(200).body("state", equalTo("up"));
        stage.awaitStates(webhook, DELIVERED);
        post("/api/v1/destinations/splonk/pause", "").statusCode(404).body("detail", containsString("splunk"));
        await().untilAsserted(() -> get("/api/v1/audit").body("entries.action", equalTo(List.of("resume", "pause"))));
    }
}
