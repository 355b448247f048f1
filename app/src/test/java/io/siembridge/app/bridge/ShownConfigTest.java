package io.siembridge.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.config.ConfigReader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The configuration as it is shown to an operator. */
class ShownConfigTest {
    private static final String YAML = """
            admin: {token: "token-that-nobody-may-see"}
            sources:
              snyk: {vendor: snyk, secrets: ["${SNYK}", "second-secret"]}
              wallarm: {vendor: wallarm, token: {header: X-Auth-Token, values: ["wallarm-secret"]}}
            destinations:
              splunk: {type: splunk-hec, url: "https://splunk:8088", token: "hec-secret-token", index: security}
              archive: {type: file, path: out.ndjson}
            """;

    private static JsonNode shown() throws Exception {
        return new ConfigReader(name -> Optional.of("secret-from-the-environment"))
                .read(YAML, Path.of(""), BridgeConfig.SECTION)
                .shown();
    }

    @Test
    void secretsAreStarsWhereverTheyStand() throws Exception {
        assertThat(shown().toString())
                .doesNotContain(
                        "token-that-nobody-may-see",
                        "secret-from-the-environment",
                        "second-secret",
                        "wallarm-secret",
                        "hec-secret-token");
        assertThat(shown().at("/sources/snyk/secrets")).hasSize(2);
        assertThat(shown().at("/sources/snyk/secrets/0").asText()).isEqualTo("********");
    }

    @Test
    void everythingElseIsThereDefaultsIncluded() throws Exception {
        JsonNode shown = shown();
        assertThat(shown.at("/destinations/splunk/index").asText()).isEqualTo("security");
        assertThat(shown.at("/destinations/splunk/url").asText()).isEqualTo("https://splunk:8088");
        assertThat(shown.at("/admin/listen").asText()).isEqualTo("127.0.0.1:8081");
        assertThat(shown.at("/sources/wallarm/token/header").asText()).isEqualTo("X-Auth-Token");
    }

    private static JsonNode shown(String source, String destination) throws Exception {
        String yaml = "sources: {snyk: {vendor: snyk, " + source + "}}\ndestinations: {siem: {" + destination + "}}\n";
        return new ConfigReader(name -> Optional.empty())
                .read(yaml, Path.of(""), BridgeConfig.SECTION)
                .shown();
    }

    @Test
    void aSecretIsStarsHoweverItIsWritten() throws Exception {
        String file = "type: file, path: o";
        assertThat(shown("secrets: one-secret", file).at("/sources/snyk/secrets"))
                .hasToString("\"********\"");
        assertThat(shown("secrets: [one-secret, another]", file).at("/sources/snyk/secrets"))
                .hasToString("[\"********\",\"********\"]");
    }

    @Test
    void aListOfWhatIsNoSecretIsShown() throws Exception {
        JsonNode source = shown("secrets: x, allow: [192.0.2.1, \"2001:db8::/32\"]", "type: file, path: o")
                .at("/sources/snyk");
        assertThat(source.get("allow")).hasToString("[\"192.0.2.1\",\"2001:db8::/32\"]");
    }

    @Test
    void anAddressIsShownWithoutThePartsThatHoldKeys() throws Exception {
        assertThat(shown("secrets: x", "type: http, url: \"https://siem.example:8443/key-1/x?token=2\"")
                        .at("/destinations/siem/url")
                        .textValue())
                .isEqualTo("https://siem.example:8443/***");
        assertThat(shown("secrets: x", "type: http, url: \"https://siem.example/\"")
                        .at("/destinations/siem/url")
                        .textValue())
                .isEqualTo("https://siem.example/");
    }
}
