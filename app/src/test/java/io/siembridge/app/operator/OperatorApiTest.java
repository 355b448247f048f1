package io.siembridge.app.operator;

import static io.restassured.RestAssured.given;
import static io.siembridge.app.spool.DeliveryState.DEAD;
import static io.siembridge.app.spool.DeliveryState.DELIVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.ValidatableResponse;
import io.siembridge.app.destination.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every operation: how it is asked for, by whom, and how it is described. */
final class OperatorApiTest extends ApiCalls {
    /** The scheme of Authorization is written in any letter case (RFC 9110, 11.1). */
    @Test
    void takesTheTokenWithItsSchemeInAnyCase() {
        for (String scheme : List.of("bearer ", "BEARER ")) {
            given().header("Authorization", scheme + OperatorStage.TOKEN)
                    .get(stage.url("/api/v1/status"))
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void answersOtherMethodsWithThoseThereAre() {
        get("/api/v1/replay").statusCode(405).header("Allow", "POST").contentType("application/problem+json");
        post("/api/v1/webhooks", Map.of()).statusCode(405).header("Allow", "GET");
        get("/api/v1/destinations/archive/pause").statusCode(405).header("Allow", "POST");
        given().post(stage.url("/healthz")).then().statusCode(405).header("Allow", "GET");
        get("/api/v1/nothing").statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/webhooks?limit=0",
                "/api/v1/webhooks?limit=1001",
                "/api/v1/webhooks?limit=many",
                "/api/v1/webhooks?state=gone",
                "/api/v1/webhooks?since=yesterday",
                "/api/v1/webhooks?sourc=snyk",
                "/api/v1/webhooks?cursor=last",
                "/api/v1/dead-letters/first",
                "/api/v1/ledger?since=2020-01-01"
            })
    void refusesWhatItCannotUnderstand(String path) {
        get(path)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("status", equalTo(400))
                .body("detail", not(empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/webhooks/01NONE",
                "/api/v1/dead-letters/77",
                "/api/v1/nothing",
                "/api/v1/sources/x/rejections"
            })
    void saysWhatIsNotThere(String path) {
        get(path).statusCode(404).contentType("application/problem+json").body("status", equalTo(404));
    }

    @Test
    void describesExactlyTheRoutesItHas() {
        ValidatableResponse document =
                get("/api/v1/openapi.json").statusCode(200).body("openapi", equalTo("3.1.0"));
        Map<String, Map<String, Object>> paths = document.extract().path("paths");
        assertThat(paths)
                .containsKeys(
                        "/api/v1/webhooks/{webhook}",
                        "/api/v1/replay",
                        "/api/v1/events/stream",
                        "/metrics",
                        "/healthz",
                        "/readyz");
        List<String> unanswered = new ArrayList<>();
        for (String open : List.of("/healthz", "/readyz")) {
            document.body("paths.'" + open + "'.get.security", empty());
            given().get(stage.url(open) + "?probe=1").then().statusCode(200);
            paths.remove(open);
        }
        paths.forEach((path, operations) -> operations.keySet().forEach(method -> {
            int status = given().request(
                            method.toUpperCase(Locale.ROOT),
                            stage.url(path.replace("{", "").replace("}", "")))
                    .statusCode();
            if (status != 401) {
                unanswered.add(method + " " + path + " " + status);
            }
        }));
        assertThat(unanswered).as("operations open to anybody").isEmpty();
    }

    @Test
    void answersHaveTheShapeTheDocumentSays() throws Exception {
        stage.qradar.answer(Outcome.rejected("no"));
        String webhook = stage.sendAndAwait("snyk/new-vulnerability", DELIVERED, DEAD);
        ObjectMapper json = new ObjectMapper();
        JsonNode document = json.readTree(get("/api/v1/openapi.json").extract().asString());
        for (String path : List.of(
                "/api/v1/webhooks",
                "/api/v1/webhooks/{webhook}",
                "/api/v1/dead-letters",
                "/api/v1/destinations",
                "/api/v1/sources",
                "/api/v1/status",
                "/api/v1/ledger",
                "/api/v1/spool")) {
            JsonNode shape =
                    document.path("paths").path(path).at("/get/responses/200/content/application~1json/schema");
            JsonNode answer = json.readTree(get(path.replace("{webhook}", webhook))
                    .statusCode(200)
                    .extract()
                    .asString());
            assertThat(Shapes.differences(path, shape, answer)).isEmpty();
        }
    }
}
