package io.siembridge.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.source.SourceConfig;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows 11, 14 and 36: what a mistake in the configuration, or a guess from outside, opens: nothing. */
@Timeout(120)
class FailClosedRowsTest {
    @TempDir
    private static Path folder;

    private static RunningBridge bridge;

    @BeforeAll
    static void start() throws Exception {
        bridge = RunningBridge.start(folder);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static BridgeConfig read(String yaml, Map<String, String> variables) throws ConfigException {
        return new ConfigReader(name -> Optional.ofNullable(variables.get(name)))
                .read(yaml, folder, BridgeConfig.SECTION);
    }

    @Nested
    class Row11FailOpenConfiguration {
        private static final String GOOD = """
                server: {listen: "127.0.0.1:0"}
                admin: {listen: "127.0.0.1:0", token: "a-token-of-24-characters"}
                sources:
                  soveren:
                    vendor: soveren
                    secrets: ["one"]
                  wallarm:
                    vendor: wallarm
                    token:
                      header: X-Auth-Token
                      values: ["two"]
                  soda:
                    vendor: soda
                    secrets: ["three"]
                    signature:
                      header: X-Signature
                      algorithm: hmac-sha256
                destinations:
                  archive: {type: file, path: out.ndjson}
                """;

        private static final List<String> PROOF_KEYS =
                List.of("secrets", "token", "header", "values", "signature", "algorithm");

        @Test
        void theUnchangedConfigurationIsTaken() throws Exception {
            assertThat(read(GOOD, Map.of()).sources().values()).noneMatch(SourceConfig::isUnverified);
        }

        @Test
        void everyMisspelledKeyOfAProofIsRefused() {
            for (String key : PROOF_KEYS) {
                for (String wrong :
                        List.of(key + "s", key.substring(1), "x" + key, key.toUpperCase(java.util.Locale.ROOT))) {
                    assertThatThrownBy(() -> read(GOOD.replace(" " + key + ":", " " + wrong + ":"), Map.of()))
                            .as("%s written as %s", key, wrong)
                            .isInstanceOf(ConfigException.class);
                }
            }
        }

        @Test
        void everyEmptiedProofIsRefused() {
            for (String value : List.of("[\"one\"]", "[\"two\"]", "[\"three\"]")) {
                for (String empty : List.of("[]", "[\"\"]", "", "[null]", "{}", "[[]]", "~", "\"\"")) {
                    assertThatThrownBy(() -> read(GOOD.replace(value, empty), Map.of()))
                            .as("%s instead of %s", empty, value)
                            .isInstanceOf(ConfigException.class);
                }
            }
        }

        /** A key that is left out leaves its source refused, or verified all the same, by what the vendor usually does. */
        @Test
        void noDeletedLineOpensASource() {
            List<String> lines = GOOD.lines().toList();
            for (int deleted = 0; deleted < lines.size(); deleted++) {
                List<String> rest = new ArrayList<>(lines);
                rest.remove(deleted);
                try {
                    BridgeConfig config = read(String.join("\n", rest), Map.of());
                    assertThat(config.sources().values())
                            .as("without: %s", lines.get(deleted))
                            .noneMatch(SourceConfig::isUnverified)
                            .allMatch(source -> !source.secrets().isEmpty());
                } catch (ConfigException refused) {
                    assertThat(refused.problems()).isNotEmpty();
                }
            }
        }

        @Test
        void everyConfiguredSourceRefusesWhatIsNotProved() throws Exception {
            for (String source : List.of("soveren", "snyk", "wallarm", "soda")) {
                assertThat(Sender.post(bridge.url(source), new byte[0]).statusCode())
                        .as(source)
                        .isEqualTo(401);
            }
        }
    }

    @Nested
    class Row14Enumeration {
        @Test
        void everyRefusalOfASourceIsTheSameToTheByte() throws Exception {
            byte[] body = Sender.utf8("{}");
            String right = RunningBridge.signature("snyk", body);
            List<String[]> attempts = List.of(
                    new String[0],
                    new String[] {"X-Hub-Signature", ""},
                    new String[] {"X-Hub-Signature", "sha256="},
                    new String[] {"X-Hub-Signature", "sha256=" + "0".repeat(64)},
                    new String[] {"X-Hub-Signature", "sha1=" + "0".repeat(40)},
                    new String[] {"X-Hub-Signature", right.substring(0, right.length() - 1)},
                    new String[] {"X-Hub-Signature", right, "X-Hub-Signature", right},
                    new String[] {"Authorization", RunningBridge.SNYK.reveal()},
                    new String[] {"X-Hub-Signature", RunningBridge.signature("soveren", body)});
            Set<String> answers = new HashSet<>();
            for (String[] headers : attempts) {
                HttpResponse<String> answer = Sender.post(bridge.url("snyk"), body, headers);
                Map<String, List<String>> fields =
                        new TreeMap<>(answer.headers().map());
                fields.remove("date");
                answers.add(answer.statusCode() + " " + fields + " " + answer.body());
            }
            assertThat(answers).hasSize(1);
            assertThat(answers.iterator().next()).startsWith("401 ");
        }

        @Test
        void sourcesRefuseInTheSameWords() throws Exception {
            Set<String> answers = new HashSet<>();
            for (String source : List.of("soveren", "snyk", "wallarm", "soda")) {
                answers.add(
                        Sender.post(bridge.url(source), Sender.utf8("{}"), "X-Auth-Token", "x", "Authorization", "x")
                                .body());
            }
            assertThat(answers).hasSize(1);
        }
    }

    @Nested
    class Row36EnvironmentExpansion {
        @Test
        void aVariableThatHoldsConfigurationStaysAText() throws Exception {
            for (String hostile : List.of(
                    "x\"], unverified: true, tenant: [\"y",
                    "x\n    unverified: true",
                    "{unverified: true}",
                    "[a, b]",
                    "*alias",
                    "!!javax.script.ScriptEngineManager []",
                    "${OTHER}",
                    "${file:/etc/passwd}",
                    "\\u0022",
                    "$0 $1 \\1",
                    "true",
                    "# comment")) {
                BridgeConfig config = read("""
                        sources: {snyk: {vendor: snyk, secrets: ["${HOSTILE}"]}}
                        destinations: {archive: {type: file, path: o}}
                        """, Map.of("HOSTILE", hostile, "OTHER", "another"));
                assertThat(config.sources().get("snyk").secrets())
                        .singleElement()
                        .satisfies(secret -> assertThat(secret.reveal()).isEqualTo(hostile));
                assertThat(config.sources().get("snyk").isUnverified()).isFalse();
            }
        }

        @Test
        void aFileThatHoldsReferencesStaysAText() throws Exception {
            Files.writeString(folder.resolve("hostile"), "${OTHER} ${file:/etc/passwd}\n");
            BridgeConfig config = read("""
                    sources: {snyk: {vendor: snyk, secrets: ["${file:hostile}"]}}
                    destinations: {archive: {type: file, path: o}}
                    """, Map.of("OTHER", "another"));
            assertThat(config.sources().get("snyk").secrets().get(0).reveal())
                    .isEqualTo("${OTHER} ${file:/etc/passwd}");
        }

        @Test
        void namesOfKeysAreNeverFilledIn() {
            assertThatThrownBy(() -> read("""
                            sources: {snyk: {vendor: snyk, "${KEY}": true, secrets: [x]}}
                            destinations: {archive: {type: file, path: o}}
                            """, Map.of("KEY", "unverified")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("${KEY}");
        }

        @Test
        void anUnsetVariableIsAFaultAndNoEmptySecret() {
            assertThatThrownBy(() -> read("""
                            sources: {snyk: {vendor: snyk, secrets: ["a${UNSET}"]}}
                            destinations: {archive: {type: file, path: o}}
                            """, Map.of()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("UNSET");
        }
    }
}
