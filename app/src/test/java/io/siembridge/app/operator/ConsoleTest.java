package io.siembridge.app.operator;

import static io.restassured.RestAssured.given;
import static io.siembridge.app.spool.DeliveryState.DEAD;
import static io.siembridge.app.spool.DeliveryState.DELIVERED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.Problems.Problem;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.spool.DeliveryId;
import io.siembridge.app.spool.Measure;
import io.siembridge.app.spool.Settlement;
import io.siembridge.app.spool.Settlement.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console as a browser's requests see it: who gets in, what forms do, what payloads cannot do. */
@Timeout(60)
class ConsoleTest {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final List<String> MARKUP = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "</pre></textarea><svg/onload=alert(1)>",
            "{{title}} {{{csrf}}} {{>head}}",
            "javascript:alert(1)");

    private OperatorStage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new OperatorStage();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private String logIn() {
        Response response = given().redirects()
                .follow(false)
                .formParam("token", OperatorStage.TOKEN)
                .post(stage.url("/login"));
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/");
        return response.cookie("siem_bridge_session");
    }

    private RequestSpecification as(String session) {
        return given().redirects().follow(false).cookie("siem_bridge_session", session);
    }

    private String page(String session, String path) {
        Response response = as(session).get(stage.url(path));
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.asString();
    }

    @Test
    void warnsOfWhatTheBridgeHasNoticed() {
        stage.concerns = List.of("Source snyk has sent nothing for 19 hours");
        assertThat(page(logIn(), "/")).contains("Source snyk has sent nothing for 19 hours");
    }

    @Test
    void reloadsTheConfigurationAndShowsItsFaults() {
        String session = logIn();
        stage.reload = () -> new Reload(List.of("source snyk changed"), List.of(), List.of());
        assertThat(reload(session, csrf(session)).statusCode()).isEqualTo(302);
        assertThat(page(session, "/configuration")).contains("Reloaded: source snyk changed");
        stage.reload = () -> {
            throw new ConfigException("bridge.yaml", List.of(new Problem("routes", 9, "leads nowhere")));
        };
        Response faulty = reload(session, csrf(session));
        assertThat(faulty.statusCode()).isEqualTo(422);
        assertThat(faulty.asString()).contains("line 9, routes: leads nowhere");
        assertThat(reload(session, "guessed").statusCode()).isEqualTo(403);
    }

    private Response reload(String session, String csrf) {
        return as(session).formParam("csrf", csrf).post(stage.url("/configuration"));
    }

    private String csrf(String session) {
        Matcher matcher = CSRF.matcher(page(session, "/"));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/webhooks",
                "/dead-letters?x=1",
                "/tail",
                "/send",
                "/configuration",
                "/audit",
                "/ledger",
                "/destinations/splunk",
                "/sources/snyk",
                "/nothing"
            })
    void everyPageAsksForALogin(String path) {
        given().redirects()
                .follow(false)
                .get(stage.url(path))
                .then()
                .statusCode(302)
                .header("Location", containsString("/login?to=%2F"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/webhooks",
                "/dead-letters",
                "/tail",
                "/send",
                "/configuration",
                "/audit",
                "/ledger",
                "/destinations/splunk?count=yes",
                "/sources/snyk"
            })
    void everyPageIsGuardedAndSaysNothingOfSecrets(String path) {
        Response response = as(logIn()).get(stage.url(path));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(response.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.asString())
                .doesNotContain("snyk-secret-1", OperatorStage.TOKEN, "style=", "onclick=", "{{");
    }

    @Test
    void aWrongTokenGivesNoCookie() {
        given().formParam("token", "wrong")
                .post(stage.url("/login"))
                .then()
                .statusCode(401)
                .header("Set-Cookie", equalTo(null));
    }

    @Test
    void guessingTokensIsSlowedDown() {
        for (int i = 0; i < 10; i++) {
            given().formParam("token", "guess " + i).post(stage.url("/login"));
        }
        given().formParam("token", OperatorStage.TOKEN)
                .post(stage.url("/login"))
                .then()
                .statusCode(401);
    }

    @Test
    void loggingOutEndsTheSession() {
        String session = logIn();
        as(session)
                .formParam("csrf", csrf(session))
                .post(stage.url("/logout"))
                .then()
                .statusCode(302);
        as(session).get(stage.url("/")).then().statusCode(302).header("Location", containsString("/login"));
    }

    @Test
    void aFormNeedsItsTokenAndItsOwnSite() {
        String session = logIn();
        String csrf = csrf(session);
        as(session)
                .formParam("action", "pause")
                .post(stage.url("/destinations/splunk"))
                .then()
                .statusCode(403);
        as(session)
                .formParam("action", "pause")
                .formParam("csrf", csrf(logIn()))
                .post(stage.url("/destinations/splunk"))
                .then()
                .statusCode(403);
        as(session)
                .formParam("action", "pause")
                .formParam("csrf", csrf)
                .header("Origin", "https://elsewhere.example")
                .post(stage.url("/destinations/splunk"))
                .then()
                .statusCode(403);
        as(session)
                .formParam("action", "pause")
                .formParam("csrf", csrf)
                .header("Sec-Fetch-Site", "cross-site")
                .post(stage.url("/destinations/splunk"))
                .then()
                .statusCode(403);
        assertThat(stage.workers.get("splunk").status().state()).isEqualTo("up");
        as(session)
                .formParam("action", "pause")
                .formParam("csrf", csrf)
                .header("Origin", stage.url(""))
                .post(stage.url("/destinations/splunk"))
                .then()
                .statusCode(302);
        assertThat(stage.workers.get("splunk").status().state()).isEqualTo("held");
        assertThat(page(session, "/")).contains("splunk is paused");
        assertThat(page(session, "/audit")).contains("console from 127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({"evil.example, 403", "bridge.example, 302", "localhost, 302", "'[::1]', 302", "10.1.2.3:8081, 302"})
    void aNameThatWasMadeToPointHereIsRefused(String host, int status) {
        given().redirects()
                .follow(false)
                .header("Host", host)
                .get(stage.url("/"))
                .then()
                .statusCode(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/webhooks?source=snyk, /webhooks?source=snyk",
        "https://evil.example/, /",
        "//evil.example/, /",
        "'/\\evil.example', /"
    })
    void theLoginLeadsOnOnlyToPagesOfOurs(String wanted, String location) {
        given().redirects()
                .follow(false)
                .formParam("token", OperatorStage.TOKEN)
                .formParam("to", wanted)
                .post(stage.url("/login"))
                .then()
                .statusCode(302)
                .header("Location", equalTo(location));
    }

    @Test
    void aLoginReadsTheApiButChangesNothingThroughIt() {
        String session = logIn();
        as(session).get(stage.url("/api/v1/webhooks")).then().statusCode(200);
        as(session).post(stage.url("/api/v1/destinations/splunk/pause")).then().statusCode(403);
        as(session)
                .header("Host", "evil.example")
                .get(stage.url("/api/v1/webhooks"))
                .then()
                .statusCode(403);
    }

    @Test
    void saysOnASourcesPageWhatElseWasRefused() {
        given().header("Content-Encoding", "br")
                .body("{}".getBytes(UTF_8))
                .post(stage.webhookUrl("snyk"))
                .then()
                .statusCode(415);
        stage.spool.count("snyk", Measure.REJECTED, 3);
        stage.spool.tidy();
        String session = logIn();
        assertThat(page(session, "/sources/snyk"))
                .contains(
                        "received 4 &#x3D; accepted 0 + duplicate 0 + not authentic 3 + refused otherwise 1",
                        "1 compressed, but not with gzip (415)",
                        "details end with a restart");
        assertThat(page(session, "/ledger")).contains("1 compressed, but not with gzip (415)");
        assertThat(page(session, "/ledger?source=soveren")).contains("Nothing was received");
        assertThat(page(session, "/")).contains("<a href=\"/sources/snyk\">4</a>");
    }

    @Test
    void theListsCanBeNarrowedToADestinationThatIsConfiguredNoMore() {
        stage.owe("gone");
        String session = logIn();
        assertThat(page(session, "/webhooks?destination=gone")).contains("<option selected>gone</option>");
        assertThat(page(session, "/dead-letters?destination=gone")).contains("<option selected>gone</option>");
        as(session).get(stage.url("/destinations/nobody")).then().statusCode(404);
    }

    @Test
    void attemptsThatEndedAlikeAreFoldedIntoALineThatOpens() {
        String webhook = stage.owe("gone");
        for (int i = 0; i < 6; i++) {
            Attempt attempt =
                    new Attempt(Instant.now(), Duration.ZERO, 1, "retry", "could not be reached", Optional.empty());
            stage.spool
                    .settle(List.of(Settlement.retry(
                            new DeliveryId(webhook, "gone"),
                            Set.of(),
                            Instant.now().plusSeconds(600),
                            attempt)))
                    .join();
        }
        String page = page(logIn(), "/webhooks/" + webhook);
        assertThat(page).contains("<details><summary>4 more like these</summary><ol><li class=\"retry\">");
        assertThat(page.split("could not be reached", -1))
                .as("none is left out")
                .hasSize(1 + 6);
    }

    @Test
    void markupInAPayloadStaysText() throws Exception {
        stage.qradar.answer(Outcome.rejected(MARKUP.get(0)).withExcerpt(MARKUP.get(1)));
        String session = logIn();
        for (String markup : MARKUP) {
            String body = new com.fasterxml.jackson.databind.ObjectMapper()
                    .writeValueAsString(Map.of("type", markup, "message", markup, markup, List.of(markup)));
            String webhook = stage.send("soveren", Map.of(), body.getBytes(UTF_8));
            stage.awaitStates(webhook, DELIVERED, DEAD);
            for (String path : List.of("/webhooks/" + webhook, "/dead-letters", "/webhooks")) {
                assertThat(page(session, path))
                        .doesNotContain("<script>alert", "<img src", "<svg/onload", "' onmouseover='");
            }
        }
        given().header("User-Agent", MARKUP.get(0))
                .header("X-Hub-Signature", MARKUP.get(1))
                .body(MARKUP.get(0))
                .post(stage.webhookUrl("snyk"))
                .then()
                .statusCode(401);
        assertThat(page(session, "/sources/snyk"))
                .contains("&lt;script&gt;")
                .doesNotContain("<script>alert", "<img src");
        as(session)
                .get(stage.url("/webhooks?since=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"))
                .then()
                .statusCode(400)
                .body(not(containsString("<script>alert")));
    }

    @Test
    void styleAndScriptAreKeptByTheBrowserAndCheckedByTheirDigest() {
        String html = given().get(stage.url("/login")).asString();
        Matcher script = Pattern.compile("src=\"([^\"]+)\" integrity=\"(sha256-[^\"]+)\"")
                .matcher(html);
        assertThat(script.find()).isTrue();
        given().get(stage.url(script.group(1)))
                .then()
                .statusCode(200)
                .contentType(startsWith("text/javascript"))
                .header("Cache-Control", containsString("immutable"));
    }

    @Test
    void whatIsNotThereIsAPageForPeople() {
        String session = logIn();
        as(session)
                .get(stage.url("/webhooks/01NONE"))
                .then()
                .statusCode(404)
                .contentType(startsWith("text/html"))
                .body(containsString("no such webhook"));
        as(session).get(stage.url("/nothing")).then().statusCode(404).contentType(startsWith("text/html"));
    }
}
