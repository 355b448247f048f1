package io.siembridge.app.operator;

import static io.restassured.RestAssured.given;
import static io.siembridge.app.spool.DeliveryState.DEAD;
import static io.siembridge.app.spool.DeliveryState.DELIVERED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.Problems.Problem;
import io.siembridge.app.destination.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator API as a script sees it, over a real socket. */
@Timeout(60)
class OperatorApiTest {
    private OperatorStage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new OperatorStage();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + OperatorStage.TOKEN);
    }

    private ValidatableResponse get(String path) {
        return operator().get(stage.url(path)).then();
    }

    private ValidatableResponse post(String path, Object body) {
        return operator()
                .contentType("application/json")
                .body(body)
                .post(stage.url(path))
                .then();
    }

    @Test
    void tellsEverythingAboutOneWebhook() throws Exception {
        stage.qradar.answer(Outcome.rejected("the event is too long").withExcerpt("413 too long"));
        String webhook = stage.sendAndAwait("snyk/new-vulnerability", DELIVERED, DEAD);
        get("/api/v1/webhooks/" + webhook)
                .statusCode(200)
                .contentType("application/json")
                .body("webhook", equalTo(webhook))
                .body("source", equalTo("snyk"))
                .body("verification", equalTo("verified:hmac-sha256"))
                .body("headers.x-snyk-event", startsWith("project_snapshot"))
                .body("body.encoding", equalTo("utf-8"))
                .body("body.redacted", equalTo(false))
                .body(
                        "body.text",
                        equalTo(new String(
                                OperatorStage.sample("snyk/new-vulnerability").payload(), UTF_8)))
                .body("events.metadata.loggers.flatten().event_uid", everyItem(equalTo(webhook)))
                .body("events_total", greaterThan(0))
                .body("deliveries.find { it.destination == 'splunk' }.state", equalTo("delivered"))
                .body("deliveries.find { it.destination == 'qradar' }.state", equalTo("dead"))
                .body("deliveries.find { it.destination == 'qradar' }.tries[0].outcome", equalTo("rejected"))
                .body(
                        "deliveries.find { it.destination == 'qradar' }.tries[0].detail",
                        equalTo("the event is too long"))
                .body("deliveries.find { it.destination == 'qradar' }.tries[0].excerpt", equalTo("413 too long"));
        get("/api/v1/webhooks/" + webhook + "?parts=deliveries")
                .statusCode(200)
                .body("deliveries", hasSize(2))
                .body("body", nullValue())
                .body("events", nullValue());
    }

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
    void listsWebhooksByEveryFilterAndInParts() throws Exception {
        stage.qradar.answer(event -> event.vendor().equals("snyk") ? Outcome.rejected("no") : Outcome.accepted());
        String soveren = stage.sendAndAwait("soveren/new-data-type", DELIVERED);
        String snyk = stage.sendAndAwait("snyk/new-vulnerability", DELIVERED, DEAD);
        String id = get("/api/v1/webhooks?source=snyk")
                .body("webhooks.webhook", equalTo(List.of(snyk)))
                .extract()
                .path("webhooks[0].delivery_id");
        get("/api/v1/webhooks").body("webhooks.webhook", equalTo(List.of(snyk, soveren)));
        get("/api/v1/webhooks?delivery_id=" + id).body("webhooks.webhook", equalTo(List.of(snyk)));
        get("/api/v1/webhooks?webhook=" + soveren).body("webhooks.webhook", equalTo(List.of(soveren)));
        get("/api/v1/webhooks?state=dead").body("webhooks.webhook", equalTo(List.of(snyk)));
        get("/api/v1/webhooks?state=dead&destination=splunk").body("webhooks", empty());
        get("/api/v1/webhooks?since=1h").body("webhooks", hasSize(2));
        get("/api/v1/webhooks?since=2100-01-01").body("webhooks", empty());
        String next = get("/api/v1/webhooks?limit=1")
                .body("webhooks.webhook", equalTo(List.of(snyk)))
                .extract()
                .path("next");
        get("/api/v1/webhooks?limit=1&cursor=" + next)
                .body("webhooks.webhook", equalTo(List.of(soveren)))
                .body("next", nullValue());
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

    @Test
    void givesEventsToWhoPullsWithoutGapsOrRepeats() throws Exception {
        stage.send("soveren/new-data-type");
        stage.send("snyk/ten-issues");
        Response first = operator().get(stage.url("/api/v1/events?limit=1"));
        String cursor = first.header(EventApi.CURSOR_HEADER);
        assertThat(first.contentType()).startsWith("application/x-ndjson");
        assertThat(first.asString().lines()).hasSize(1).allMatch(line -> line.contains("\"soveren\""));
        Response second = operator().get(stage.url("/api/v1/events?limit=1&after=" + cursor));
        assertThat(second.asString().lines()).hasSizeGreaterThan(5).allMatch(line -> line.contains("\"snyk\""));
        cursor = second.header(EventApi.CURSOR_HEADER);
        Response nothing = operator().get(stage.url("/api/v1/events?after=" + cursor));
        assertThat(nothing.asString()).isEmpty();
        assertThat(nothing.header(EventApi.CURSOR_HEADER)).isEqualTo(cursor);
        stage.send("soveren/anomaly-detected");
        Response third = operator().get(stage.url("/api/v1/events?after=" + cursor));
        assertThat(third.asString().lines()).hasSize(1);
        assertThat(operator()
                        .get(stage.url("/api/v1/events?source=snyk"))
                        .asString()
                        .lines())
                .hasSameSizeAs(second.asString().lines().toList());
    }

    @Test
    void streamsWhatArrivesAndGoesOnWhereAConnectionWasLost() throws Exception {
        stage.send("soveren/new-data-type");
        String cursor;
        try (Stream<String> live = stream("/api/v1/events/stream", "")) {
            Iterator<String> lines = live.iterator();
            assertThat(lines.next()).startsWith(":");
            stage.send("snyk/new-vulnerability");
            assertThat(next(lines, "data: ")).contains("\"log_name\":\"snyk\"");
            cursor = next(lines, "id: ");
        }
        stage.send("soveren/anomaly-detected");
        try (Stream<String> resumed = stream("/api/v1/events/stream?view=webhooks", cursor)) {
            assertThat(next(resumed.iterator(), "data: ")).contains("\"source\":\"soveren\"", "\"encoding\":\"utf-8\"");
        }
        try (Stream<String> filtered = stream("/api/v1/events/stream?after=0&source=snyk", "")) {
            assertThat(next(filtered.iterator(), "data: ")).contains("\"log_name\":\"snyk\"");
        }
    }

    private Stream<String> stream(String path, String lastId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stage.url(path)))
                .header("Authorization", "Bearer " + OperatorStage.TOKEN);
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<Stream<String>> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return response.body();
    }

    private static String next(Iterator<String> lines, String field) {
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith(field)) {
                return line.substring(field.length());
            }
        }
        throw new AssertionError("the stream ended without " + field);
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
    void answersOtherMethodsWithThoseThereAre() {
        get("/api/v1/replay").statusCode(405).header("Allow", "POST").contentType("application/problem+json");
        post("/api/v1/webhooks", Map.of()).statusCode(405).header("Allow", "GET");
        get("/api/v1/destinations/archive/pause").statusCode(405).header("Allow", "POST");
        given().post(stage.url("/healthz")).then().statusCode(405).header("Allow", "GET");
        get("/api/v1/nothing").statusCode(404);
    }

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
    void refusesATimeThatEndsBeforeItBegins() {
        post("/api/v1/replay", Map.of("since", "1h", "until", "2h", "dry_run", true))
                .statusCode(400);
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
