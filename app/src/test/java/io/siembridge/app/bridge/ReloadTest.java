package io.siembridge.app.bridge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.config.Secret;
import io.siembridge.app.operator.Reload;
import io.siembridge.app.verifier.Signer;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running bridge whose file changes under it. */
@Timeout(60)
class ReloadTest {
    private static final String TOKEN = "token-of-the-reload-tests";
    private static final String SOURCES = "  snyk: {vendor: snyk, secrets: [first]}\n";

    @TempDir
    private Path folder;

    private Path file;
    private Bridge bridge;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("bridge.yaml");
        write(SOURCES, archive("one"));
        ConfigSource source =
                notes -> new ConfigReader(name -> Optional.empty()).read(file, BridgeConfig.SECTION, notes);
        bridge = new Bridge(source.read(note -> {}), Environment.real(), source);
        bridge.start();
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private void write(String sources, String destinations) throws Exception {
        write("16MiB", sources, destinations);
    }

    private void write(String maxBody, String sources, String destinations) throws Exception {
        Files.writeString(file, """
                server: {listen: "127.0.0.1:0", max_body: %s}
                admin: {listen: "127.0.0.1:0", token: %s}
                spool: {url: "jdbc:sqlite:%s", min_free_disk: 1MiB}
                sources:
                %sdestinations:
                %s""".formatted(maxBody, TOKEN, folder.resolve("spool.db"), sources, destinations));
    }

    private String archive(String name) {
        return archive(name, "");
    }

    private String archive(String name, String keys) {
        return "  " + name + ": {type: file, path: \"" + folder.resolve(name + ".ndjson") + "\"" + keys + "}\n";
    }

    private List<String> lines(String name) throws Exception {
        Path out = folder.resolve(name + ".ndjson");
        return Files.exists(out) ? Files.readAllLines(out) : List.of();
    }

    /** Sends a webhook of its own that becomes one event. */
    private int send(String source, String secret, String severity) {
        String body = """
                {"project":{"id":"p%d"},"newIssues":[{"id":"i","issueType":"vuln","issueData":
                {"id":"i","title":"t","severity":"%s"},"pkgName":"x"}],"removedIssues":[]}
                """.formatted(sent++, severity);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HmacSignature scheme =
                (HmacSignature) Vendors.withId("snyk").orElseThrow().verification();
        return given().body(bytes)
                .header("X-Snyk-Event", "project_snapshot/v0")
                .header("X-Snyk-Transport-ID", "delivery-" + sent)
                .header(scheme.header(), new Signer(scheme, new Secret(secret)).headerValue(bytes))
                .post("http://127.0.0.1:" + bridge.port() + "/webhooks/" + source)
                .statusCode();
    }

    private void awaitLines(String name, int count) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(lines(name)).hasSize(count));
    }

    private String metrics() {
        return given().header("Authorization", "Bearer " + TOKEN)
                .get("http://127.0.0.1:" + bridge.adminPort() + "/metrics")
                .asString();
    }

    @Test
    void destinationsComeAndGoAndTheOthersKeepTheirWorkers() throws Exception {
        DeliveryWorker one = bridge.workers().get("one");
        // Where it stands in the file says nothing about it.
        write(SOURCES, archive("two") + "\n\n" + archive("one"));
        assertThat(bridge.reload().changes()).containsExactly("destination two added");
        assertThat(bridge.workers().get("one")).isSameAs(one);
        assertThat(send("snyk", "first", "high")).isEqualTo(200);
        awaitLines("one", 1);
        awaitLines("two", 1);
        assertThat(metrics()).contains("destination_up{destination=\"two\"} 1", "backlog{destination=\"two\"} 0");
        write(SOURCES, archive("one"));
        assertThat(bridge.reload().changes()).containsExactly("destination two removed");
        assertThat(send("snyk", "first", "high")).isEqualTo(200);
        awaitLines("one", 2);
        assertThat(lines("two")).hasSize(1);
        assertThat(metrics()).doesNotContain("destination_up{destination=\"two\"}");
    }

    @Test
    void whatIsOwedToARemovedDestinationWaitsForItsReturn() throws Exception {
        write(SOURCES, archive("one") + archive("two"));
        bridge.reload();
        bridge.workers().get("two").pause();
        assertThat(send("snyk", "first", "high")).isEqualTo(200);
        awaitLines("one", 1);
        write(SOURCES, archive("one"));
        bridge.reload();
        assertThat(bridge.spool().tallies().get("two").waiting()).isEqualTo(1);
        assertThat(given().header("Authorization", "Bearer " + TOKEN)
                        .get("http://127.0.0.1:" + bridge.adminPort() + "/api/v1/destinations")
                        .<Map<String, String>>path("destinations.collectEntries { [it.destination, it.state] }"))
                .containsEntry("two", "removed");
        String ready = "http://127.0.0.1:" + bridge.adminPort() + "/readyz";
        assertThat(given().get(ready).<List<String>>path("warnings"))
                .anySatisfy(warning -> assertThat(warning).contains("Destination two", "1 webhooks wait"));
        write(SOURCES, archive("one") + archive("two"));
        bridge.reload();
        awaitLines("two", 1);
        assertThat(given().get(ready).<List<String>>path("warnings")).noneMatch(warning -> warning.contains("two"));
    }

    @Test
    void aChangedDestinationGetsAnotherWorkerThatStaysPaused() throws Exception {
        DeliveryWorker before = bridge.workers().get("one");
        before.pause();
        write(SOURCES, archive("one", ", rate: 100/s"));
        assertThat(bridge.reload().changes()).containsExactly("destination one changed");
        DeliveryWorker after = bridge.workers().get("one");
        assertThat(after).isNotSameAs(before);
        assertThat(after.isHeld()).isTrue();
        assertThat(send("snyk", "first", "high")).isEqualTo(200);
        after.resume();
        awaitLines("one", 1);
    }

    @Test
    void aRateThatWasTooLowIsLiftedForWhatIsWaitingForItsTurn() throws Exception {
        write(SOURCES, archive("one", ", rate: 1/h"));
        bridge.reload();
        assertThat(send("snyk", "first", "high")).isEqualTo(200);
        awaitLines("one", 1);
        assertThat(send("snyk", "first", "high")).isEqualTo(200);
        await().until(() -> bridge.workers().get("one").status().inFlight() == 1);
        write(SOURCES, archive("one"));
        bridge.reload();
        awaitLines("one", 2);
    }

    @Test
    void aFaultyFileChangesNothingAndSaysEverythingThatIsWrong() throws Exception {
        write("  snyk: {vendor: snick, secrets: [second]}\n", archive("two", ", colour: red"));
        assertThatThrownBy(bridge::reload)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sources.snyk.vendor")
                .hasMessageContaining("destinations.two.colour")
                .hasMessageNotContaining("second");
        assertThat(bridge.workers()).containsOnlyKeys("one");
        assertThat(send("snyk", "first", "high")).isEqualTo(200);
        assertThat(send("snyk", "second", "high")).isEqualTo(401);
        Files.delete(file);
        assertThatThrownBy(bridge::reload).hasMessageContaining("there is no such file");
        awaitLines("one", 1);
    }

    @Test
    void secretsChangeAndWhatIsKnownOfTheOldKeysIsForgotten() throws Exception {
        assertThat(send("snyk", "first", "high")).isEqualTo(200);
        assertThat(metrics()).contains("signature_last_verified_seconds{key=\"1\",source=\"snyk\"}");
        write("  snyk: {vendor: snyk, secrets: [second, first]}\n", archive("one"));
        assertThat(bridge.reload().changes()).containsExactly("source snyk changed");
        // The first key is another one now, and has verified nothing yet.
        assertThat(metrics()).doesNotContain("signature_last_verified_seconds{");
        assertThat(given().header("Authorization", "Bearer " + TOKEN)
                        .get("http://127.0.0.1:" + bridge.adminPort() + "/api/v1/sources")
                        .<List<String>>path("sources[0].keys.last_verified"))
                .containsOnlyNulls();
        assertThat(send("snyk", "second", "high")).isEqualTo(200);
        assertThat(send("snyk", "first", "high")).isEqualTo(200);
        write("  snyk: {vendor: snyk, secrets: [second]}\n", archive("one"));
        bridge.reload();
        assertThat(send("snyk", "first", "high")).isEqualTo(401);
        awaitLines("one", 3);
    }

    @Test
    void sourcesComeAndGo() throws Exception {
        write(SOURCES + "  team-b: {vendor: snyk, secrets: [b]}\n", archive("one"));
        assertThat(bridge.reload().changes()).containsExactly("source team-b added");
        assertThat(send("team-b", "b", "high")).isEqualTo(200);
        write("  team-b: {vendor: snyk, secrets: [b]}\n", archive("one"));
        assertThat(bridge.reload().changes()).containsExactly("source snyk removed");
        assertThat(send("snyk", "first", "high")).isEqualTo(404);
        awaitLines("one", 1);
    }

    @Test
    void routesEventsAndSeveritiesAreThoseOfTheNewFile() throws Exception {
        write(SOURCES, archive("one") + "routes: [{from: snyk, min_severity: High, to: one}]\n");
        assertThat(bridge.reload().changes()).containsExactly("routes changed");
        assertThat(send("snyk", "first", "low")).isEqualTo(200);
        assertThat(send("snyk", "first", "high")).isEqualTo(200);
        awaitLines("one", 1);
        write(
                "  snyk: {vendor: snyk, secrets: [first], severity: {low: Critical}}\n",
                archive("one") + "events: {raw_data: true}\n");
        assertThat(bridge.reload().changes())
                .containsExactlyInAnyOrder("source snyk changed", "events changed", "routes changed");
        assertThat(send("snyk", "first", "low")).isEqualTo(200);
        awaitLines("one", 2);
        assertThat(lines("one").get(1)).contains("\"severity\":\"Critical\"", "\"raw_data\":");
    }

    @Test
    void whatNeedsARestartIsSaidAndTheRestIsApplied() throws Exception {
        write("1KiB", SOURCES, archive("one") + archive("two"));
        Reload done = bridge.reload();
        assertThat(done.needsRestart()).containsExactly("server");
        assertThat(done.changes()).containsExactly("destination two added");
        String shown = given().header("Authorization", "Bearer " + TOKEN)
                .get("http://127.0.0.1:" + bridge.adminPort() + "/api/v1/configuration")
                .asString();
        assertThat(shown).contains("\"max_body\":\"16MiB\"", "\"two\"");
        assertThat(given().get("http://127.0.0.1:" + bridge.adminPort() + "/readyz")
                        .<List<String>>path("warnings"))
                .containsExactly("The configuration file has another server section, which needs a restart");
        write(SOURCES, archive("one") + archive("two"));
        assertThat(bridge.reload().summary()).isEqualTo("nothing changed");
    }
}
