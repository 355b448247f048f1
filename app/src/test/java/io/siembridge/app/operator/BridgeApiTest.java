package io.siembridge.app.operator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.Problems.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge as a whole, by the API: its configuration, its sources, its store, and what it warns of. */
final class BridgeApiTest extends ApiCalls {
    @Test
    void reloadsTheConfigurationAndWritesItDown() {
        stage.reload = () -> new Reload(List.of("source snyk changed"), List.of("server"), List.of("a note"));
        post("/api/v1/config/reload", "{}")
                .statusCode(200)
                .body("changes", equalTo(List.of("source snyk changed")))
                .body("needs_restart", equalTo(List.of("server")))
                .body("notes", equalTo(List.of("a note")));
        await().untilAsserted(() -> get("/api/v1/audit")
                .body("entries[0].action", equalTo("reload"))
                .body("entries[0].detail", equalTo("source snyk changed; needs a restart: server")));
        given().post(stage.url("/api/v1/config/reload")).then().statusCode(401);
    }

    @Test
    void saysEveryFaultOfAConfigurationThatCannotBeReloaded() {
        stage.reload = () -> {
            throw new ConfigException(
                    "bridge.yaml",
                    List.of(new Problem("sources.snyk", 3, "is wrong"), new Problem("routes", 9, "leads nowhere")));
        };
        post("/api/v1/config/reload", "{}")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("detail", containsString("line 3, sources.snyk: is wrong"))
                .body("detail", containsString("line 9, routes: leads nowhere"));
        await().untilAsserted(() -> get("/api/v1/audit").body("entries[0].detail", equalTo("refused, faults: 2")));
    }

    @Test
    void showsWhatTheBridgeHasNoticedWhereverItWarns() {
        stage.concerns = List.of("soveren is silent");
        get("/api/v1/status").body("warnings", hasItem("soveren is silent"));
        given().get(stage.url("/readyz")).then().statusCode(200).body("warnings", hasItem("soveren is silent"));
        stage.concerns = List.of();
        get("/api/v1/status").body("warnings", not(hasItem("soveren is silent")));
    }

    @Test
    void showsSourcesWithTheKeysInUse() throws Exception {
        stage.send("soveren/new-data-type");
        get("/api/v1/sources")
                .body("sources.source", hasItems("soveren", "snyk", "wallarm"))
                .body("sources.find { it.source == 'soveren' }.keys[0].last_verified", not(nullValue()))
                .body("sources.find { it.source == 'soveren' }.keys[1].last_verified", nullValue())
                .body("sources.find { it.source == 'soveren' }.last_day.accepted", equalTo(1))
                .body("sources.find { it.source == 'snyk' }.last_webhook", nullValue());
    }

    @Test
    void backsUpToANewFileOnly(@TempDir Path folder) {
        Path file = folder.resolve("copy.db");
        post("/api/v1/spool/backup", Map.of("file", file.toString()))
                .statusCode(200)
                .body("file", equalTo(file.toString()));
        assertThat(file).exists();
        post("/api/v1/spool/backup", Map.of("file", file.toString())).statusCode(409);
        post("/api/v1/spool/backup", Map.of("file", "copy.db")).statusCode(400);
        get("/api/v1/spool").body("problems", empty());
    }
}
