package io.siembridge.app.source;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.spool.InMemorySpool;
import io.siembridge.app.spool.LedgerEntry;
import io.siembridge.app.spool.SourceTally;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.normalizers.Vendors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which answers count as the vendor's, over a real socket. */
@Timeout(60)
class AnswersToVendorsTest {
    private static final Duration WINDOW = Duration.ofHours(12);

    @Test
    void countsTheAnswersToAddressesThatHaveSentSomethingAuthentic() throws Exception {
        ConfigReader reader = new ConfigReader(name -> Optional.empty());
        Map<String, SourceConfig> sources = reader.read(
                "wallarm: {vendor: wallarm, token: {header: X-Auth-Token, values: [right]}, rate: 1/h}",
                Path.of(""),
                ValueTypes.named(SourceConfig.section(Vendors.all())));
        ServerConfig config =
                reader.read("{listen: \"127.0.0.1:0\", max_body: 1KiB}", Path.of(""), ServerConfig.SECTION);
        try (InMemorySpool spool = new InMemorySpool(InstantSource.system());
                WebhookServer server = new WebhookServer(
                        config,
                        List.copyOf(sources.values()),
                        Map.of("wallarm", List.of("siem")),
                        spool,
                        new BridgeMetrics(),
                        InstantSource.system())) {
            server.start();
            assertThat(post(server, "wrong", "[]")).isEqualTo(401);
            assertThat(post(server, "wrong", "x".repeat(2_000))).isEqualTo(413);
            assertThat(server.answers().over("wallarm", WINDOW)).isEqualTo(new AnswerHistory.Count(0, 0));
            assertThat(post(server, "right", "[]")).isEqualTo(200);
            assertThat(server.answers().over("wallarm", WINDOW)).isEqualTo(new AnswerHistory.Count(1, 0));
            assertThat(post(server, "right", "[1]")).isEqualTo(429);
            assertThat(post(server, "wrong", "[]")).isEqualTo(401);
            assertThat(post(server, "right", "x".repeat(2_000))).isEqualTo(413);
            assertThat(server.answers().over("wallarm", WINDOW)).isEqualTo(new AnswerHistory.Count(4, 3));
        }
    }

    @Test
    void everyAnswerStandsInTheLedger() throws Exception {
        ConfigReader reader = new ConfigReader(name -> Optional.empty());
        Map<String, SourceConfig> sources =
                reader.read("""
                wallarm: {vendor: wallarm, token: {header: X-Auth-Token, values: [right]}}
                limited: {vendor: wallarm, token: {header: X-Auth-Token, values: [right]}, rate: 1/h}
                elsewhere: {vendor: wallarm, token: {values: [right]}, allow: ["192.0.2.1"]}
                """, Path.of(""), ValueTypes.named(SourceConfig.section(Vendors.all())));
        ServerConfig config =
                reader.read("{listen: \"127.0.0.1:0\", max_body: 1KiB}", Path.of(""), ServerConfig.SECTION);
        BridgeMetrics metrics = new BridgeMetrics();
        try (InMemorySpool spool = new InMemorySpool(InstantSource.system());
                WebhookServer server = new WebhookServer(
                        config,
                        List.copyOf(sources.values()),
                        Map.of("wallarm", List.of("siem")),
                        spool,
                        metrics,
                        InstantSource.system())) {
            assertThat(server.isListening()).isFalse();
            server.start();
            assertThat(server.isListening()).isTrue();
            assertThat(post(server, "right", "[]")).isEqualTo(200);
            assertThat(post(server, "right", "[]")).isEqualTo(200);
            assertThat(postTo(server, "limited", "right", "[]")).isEqualTo(200);
            assertThat(postTo(server, "limited", "right", "[1]")).isEqualTo(429);
            assertThat(post(server, "wrong", "[]")).isEqualTo(401);
            assertThat(post(server, "right", "x".repeat(2_000))).isEqualTo(413);
            assertThat(given().header("Content-Encoding", "br")
                            .body("[]".getBytes(StandardCharsets.UTF_8))
                            .post(server.localUrl("wallarm"))
                            .statusCode())
                    .isEqualTo(415);
            assertThat(given().body("[]").post(server.localUrl("elsewhere")).statusCode())
                    .isEqualTo(403);
            List<LedgerEntry> ledger = spool.ledger(Instant.EPOCH, Instant.now());
            assertThat(tally(ledger, "wallarm"))
                    .isEqualTo(new SourceTally(1, 1, 1, Map.of("too_large", 1L, "unsupported_encoding", 1L)));
            assertThat(tally(ledger, "limited")).isEqualTo(new SourceTally(1, 0, 0, Map.of("rate_limited", 1L)));
            assertThat(tally(ledger, "elsewhere")).isEqualTo(new SourceTally(0, 0, 0, Map.of("forbidden", 1L)));
            assertThat(counted(metrics, "wallarm"))
                    .isEqualTo(tally(ledger, "wallarm").received());
        }
    }

    private static SourceTally tally(List<LedgerEntry> ledger, String source) {
        return SourceTally.of(
                ledger.stream().filter(entry -> entry.source().equals(source)).toList());
    }

    private static long counted(BridgeMetrics metrics, String source) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("siem_bridge_webhooks_received_total"))
                .filter(line -> line.contains("source=\"" + source + "\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static int post(WebhookServer server, String token, String body) {
        return postTo(server, "wallarm", token, body);
    }

    private static int postTo(WebhookServer server, String source, String token, String body) {
        return given().header("X-Auth-Token", token)
                .body(body)
                .post(server.localUrl(source))
                .statusCode();
    }
}
