package io.siembridge.app.operator;

import static io.restassured.RestAssured.given;
import static io.siembridge.app.spool.DeliveryState.DELIVERED;
import static io.siembridge.app.spool.DeliveryState.DISCARDED;
import static io.siembridge.app.spool.DeliveryState.WAITING;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Giving up what waits for a destination, by API. */
@Timeout(60)
class WaitingApiTest {
    private OperatorStage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new OperatorStage();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private ValidatableResponse discard(String destination, Map<String, ?> request) {
        return given().header("Authorization", "Bearer " + OperatorStage.TOKEN)
                .body(request)
                .contentType("application/json")
                .post(stage.url("/api/v1/destinations/" + destination + "/discard"))
                .then();
    }

    private ValidatableResponse get(String path) {
        return given().header("Authorization", "Bearer " + OperatorStage.TOKEN)
                .get(stage.url(path))
                .then();
    }

    @Test
    void countsFirstThenGivesUpAndWritesItDown() throws Exception {
        stage.workers.get("splunk").pause();
        String snyk = stage.sendAndAwait("snyk/new-vulnerability", DELIVERED, WAITING);
        String soveren = stage.sendAndAwait("soveren/new-data-type", DELIVERED, WAITING);

        discard("splunk", Map.of("dry_run", true))
                .statusCode(200)
                .body("dry_run", equalTo(true))
                .body("deliveries", equalTo(2));
        stage.awaitStates(snyk, DELIVERED, WAITING);
        discard("splunk", Map.of("source", "snyk")).statusCode(200).body("deliveries", equalTo(1));

        stage.awaitStates(snyk, DELIVERED, DISCARDED);
        stage.awaitStates(soveren, DELIVERED, WAITING);
        discard("splunk", Map.of("until", "1h", "dry_run", true)).body("deliveries", equalTo(0));
        await().untilAsserted(() -> get("/api/v1/audit")
                .body("entries.action", hasItem("discard"))
                .body("entries.detail", hasItem("1 deliveries that waited for splunk, of snyk")));
        get("/api/v1/destinations")
                .body("destinations.find { it.destination == 'splunk' }.discarded", equalTo(1))
                .body("destinations.find { it.destination == 'splunk' }.owed", equalTo(2));
    }

    @Test
    void givesUpWhatIsOwedToADestinationThatIsConfiguredNoMore() throws Exception {
        stage.owe("gone");
        get("/api/v1/destinations").body("destinations.destination", hasItems("splunk", "gone"));
        get("/api/v1/status").body("warnings", hasItem(containsString("gone is not in the configuration")));

        discard("gone", Map.of()).statusCode(200).body("deliveries", equalTo(1));

        get("/api/v1/destinations").body("destinations.findAll { it.destination == 'gone' }", empty());
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        discard("quadar", Map.of()).statusCode(404).body("detail", containsString("qradar"));
        discard("qradar", Map.of("dryrun", true)).statusCode(400).body("detail", containsString("dry_run"));
        discard("qradar", Map.of("until", "soon")).statusCode(400);
    }
}
