package io.siembridge.app.source;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.spool.InMemorySpool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.normalizers.Vendors;
import java.nio.file.Path;
import java.time.Duration;
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

    private static int post(WebhookServer server, String token, String body) {
        return given().header("X-Auth-Token", token)
                .body(body)
                .post(server.localUrl() + "/webhooks/wallarm")
                .statusCode();
    }
}
