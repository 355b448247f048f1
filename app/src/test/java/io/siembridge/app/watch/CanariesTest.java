package io.siembridge.app.watch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.sender.Receiver;
import io.siembridge.app.source.AnswerHistory;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.InMemorySpool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Vendor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Canaries of a bridge that runs, and of listeners that do not take them. */
@Timeout(90)
class CanariesTest {
    @TempDir
    private Path folder;

    @Test
    void everyVendorHasATestDeliveryToSend() {
        CanarySamples samples = new CanarySamples();
        assertThat(Vendors.all())
                .allSatisfy(
                        vendor -> assertThat(samples.of(vendor)).as(vendor.id()).isPresent());
    }

    @Test
    void reachEveryDestinationLabelledAsATestAndAgainAndAgain() throws Exception {
        String archive = "  archive: {type: file, path: \"" + folder.resolve("out.ndjson") + "\"}\n";
        // The second canary of a source is another webhook, not a repeat of the first.
        try (RunningBridge running = RunningBridge.start(folder, "", ", canary: 10s", archive, Environment.real())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> delivered(running) >= 2L * Vendors.all().size());
            assertThat(running.archived()).isNotEmpty();
            for (String line : running.archived()) {
                JsonNode event = new JsonMapper().readTree(line);
                assertThat(event.path("metadata").path("labels").toString()).contains("test");
            }
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                for (Vendor vendor : Vendors.all()) {
                    assertThat(metrics(running))
                            .contains("canary_accepted{source=\"" + vendor.id() + "\"} 1.0")
                            .contains("canary_delivered{destination=\"archive\",source=\"" + vendor.id() + "\"} 1.0")
                            .contains("canary_seconds{destination=\"archive\",source=\"" + vendor.id() + "\"}");
                }
            });
            assertThat(given().get(running.admin("/readyz")).<List<String>>path("warnings"))
                    .isEmpty();
        }
    }

    private static long delivered(RunningBridge running) {
        return running.bridge().spool().tallies().values().stream()
                .mapToLong(DestinationTally::delivered)
                .sum();
    }

    @Test
    void tellWhichDestinationTheyDoNotReach() throws Exception {
        String destinations = "  archive: {type: file, path: \"" + folder.resolve("out.ndjson") + "\"}\n"
                + "  siem: {type: http, url: \"http://127.0.0.1:9/\"}\n";
        try (RunningBridge running =
                RunningBridge.start(folder, "", ", canary: 10s", destinations, Environment.real())) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(given().get(running.admin("/readyz"))
                                            .<List<String>>path("warnings"))
                                    .hasSize(Vendors.all().size())
                                    .allMatch(
                                            warning -> warning.matches(
                                                    "The canary [0-9A-Z]+ of [a-z]+ did not reach siem within 10 seconds: it is waiting")));
            assertThat(metrics(running))
                    .contains("canary_delivered{destination=\"siem\",source=\"snyk\"} 0.0")
                    .contains("canary_delivered{destination=\"archive\",source=\"snyk\"} 1.0");
        }
    }

    private static String metrics(RunningBridge running) {
        return given().header("Authorization", "Bearer " + RunningBridge.ADMIN_TOKEN)
                .get(running.admin("/metrics"))
                .asString();
    }

    @Test
    void sayThatTheyAreNotTaken() throws Exception {
        Map<String, SourceConfig> sources = new ConfigReader(name -> Optional.empty())
                .read(
                        "open: {vendor: snyk, unverified: true, canary: 10s}",
                        Path.of(""),
                        ValueTypes.named(SourceConfig.section(Vendors.all())));
        Concerns concerns = new Concerns();
        try (InMemorySpool spool = new InMemorySpool(InstantSource.system())) {
            Canaries canaries = new Canaries(
                    source -> new Receiver(URI.create("http://127.0.0.1:9/webhooks/" + source), Optional.empty()),
                    new AnswerHistory(InstantSource.system()),
                    spool,
                    new BridgeMetrics(),
                    InstantSource.system(),
                    concerns);
            canaries.look(sources);
            assertThat(concerns.texts())
                    .singleElement()
                    .asString()
                    .startsWith("The canary of open was not taken: no answer from http://127.0.0.1:9/webhooks/open");
        }
    }
}
