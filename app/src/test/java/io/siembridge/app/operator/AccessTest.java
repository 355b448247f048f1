package io.siembridge.app.operator;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in and who does not. */
@Timeout(60)
class AccessTest {
    private OperatorStage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new OperatorStage();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void healthIsOpen() {
        given().get(stage.url("/healthz")).then().statusCode(200).body(equalTo("ok"));
        given().get(stage.url("/readyz"))
                .then()
                .statusCode(200)
                .body("ready", equalTo(true))
                .body("destinations.splunk.state", equalTo("up"));
    }

    /** A balancer that were told otherwise would send webhooks to a port that refuses them. */
    @Test
    void isReadyOnlyWhileSomebodyListensForWebhooks() {
        given().get(stage.url("/readyz")).then().statusCode(200).body("listener.listening", equalTo(true));
        stage.server.close();
        given().get(stage.url("/readyz"))
                .then()
                .statusCode(503)
                .body("ready", equalTo(false))
                .body("listener.listening", equalTo(false))
                .body("spool.accepts", equalTo(true));
        given().header("Authorization", "Bearer " + OperatorStage.TOKEN)
                .get(stage.url("/api/v1/status"))
                .then()
                .body("ready", equalTo(false))
                .body("not_taking", containsString("starting or stopping"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer ",
                "Bearer wrong",
                "Bearer token-of-the-operator-tests-91c",
                "Bearer token-of-the-operator-tests-91c22",
                "Bearer  token-of-the-operator-tests-91c2",
                "Basic token-of-the-operator-tests-91c2"
            })
    void onlyTheExactTokenOpensTheApi(String authorization) {
        for (String path : new String[] {"/api/v1/webhooks", "/metrics", "/api/v1/nothing"}) {
            given().header("Authorization", authorization)
                    .get(stage.url(path))
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", equalTo("Bearer"))
                    .contentType("application/problem+json");
        }
        given().header("Authorization", "Bearer " + OperatorStage.TOKEN)
                .get(stage.url("/metrics"))
                .then()
                .statusCode(200)
                .body(containsString("siem_bridge_"));
    }

    @Test
    void answersNoOtherOrigin() {
        given().header("Authorization", "Bearer " + OperatorStage.TOKEN)
                .header("Origin", "https://elsewhere.example")
                .get(stage.url("/api/v1/webhooks"))
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo(null));
    }
}
