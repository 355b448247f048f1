package io.siembridge.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.Problems.Problem;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file as such: YAML, aliases, and what is filled in from the environment and from other files. */
final class ConfigFileTest extends ConfigStage {
    @Test
    void expandsVariablesOnlyInsideValues() throws Exception {
        environment = Map.of("SNYK_SECRET", "\"], unverified: true, tenant: [\"{x: y}\n- z");
        BridgeConfig config = read(SMALL);
        assertThat(config.sources().get("snyk").secrets().get(0).reveal()).isEqualTo(environment.get("SNYK_SECRET"));
        assertThat(config.sources().get("snyk").isUnverified()).isFalse();
    }

    @Test
    void readsSecretsFromFilesWithoutTheLineBreakAtTheirEnd() throws Exception {
        Files.writeString(folder.resolve("key"), " two words \n");
        BridgeConfig config = read(SMALL.replace("${SNYK_SECRET}", "${file:key}"));
        assertThat(config.sources().get("snyk").secrets().get(0).reveal()).isEqualTo(" two words ");
    }

    /** The parser hands an alias on as the text of its name: the secret would be "key". */
    @Test
    void followsAliasesAndMergesInsteadOfTakingTheirNamesForText() throws Exception {
        BridgeConfig config = read("""
                sources:
                  snyk: &source {vendor: snyk, secrets: [&key "${SNYK_SECRET}"]}
                  other: {vendor: snyk, secrets: [*key]}
                  third: *source
                  fourth: {<<: *source, rate: 5/s, vendor: soveren}
                destinations:
                  archive: {type: file, path: out.ndjson}
                """);
        assertThat(config.sources().values())
                .allSatisfy(
                        source -> assertThat(source.secrets().get(0).reveal()).isEqualTo("s3cret"));
        assertThat(config.sources().get("third").name()).isEqualTo("third");
        assertThat(config.sources().get("fourth").rate()).contains(5.0);
        assertThat(config.sources().get("fourth").vendor().id()).isEqualTo("soveren");
    }

    @Test
    void refusesAliasesOfNothingOfThemselvesAndOfTooMuch() {
        assertThat(problems(SMALL + "events: &self {<<: *self}\n"))
                .anySatisfy(problem -> assertThat(problem.message()).contains("stands for itself"));
        assertThat(problems(SMALL + "routes: *nowhere\n"))
                .anySatisfy(problem -> assertThat(problem.message()).contains("undefined alias nowhere"));
        assertThat(problems(SMALL + "routes: &self [*self]\n"))
                .anySatisfy(problem -> assertThat(problem.message()).contains("stands for itself"));
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String before = "*a" + (i - 1);
            bomb.append(
                    "a%d: &a%d [%s]%n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(5, before))));
        }
        assertThat(problems(bomb.toString()))
                .anySatisfy(problem -> assertThat(problem.message()).contains("too much"));
    }

    @Test
    void refusesASecondDocumentForItWouldNotBeRead() {
        assertThat(problems(SMALL + "---\nserver: {}\n"))
                .anySatisfy(problem -> assertThat(problem.message()).contains("another document"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"${SNYK_SECRET\"", "$SNYK_SECRET", "\"a-${SNYK_SECRET}-${T\""})
    void refusesSecretsThatWereMeantToBeFilledIn(String written) {
        assertThat(problems(SMALL.replace("\"${SNYK_SECRET}\"", written)))
                .extracting(Problem::path)
                .containsExactly("sources.snyk.secrets[0]");
    }

    @Test
    void saysWhereAndWhyItIsNoYamlWithoutQuotingIt() {
        assertThat(problems("sources:\n\tsnyk: {secrets: [c4nary]}\n"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(2);
                    assertThat(problem.message()).contains("TAB").doesNotContain("c4nary");
                });
    }

    @Test
    void refusesWhatIsNoYamlAndWhatIsWrittenTwice() {
        assertThat(problems("sources: [\n")).hasSize(1);
        assertThat(problems(SMALL + "sources: {}\n"))
                .anySatisfy(problem -> assertThat(problem.path()).isEqualTo("sources"));
        assertThat(problems("")).extracting(Problem::path).contains("sources", "destinations");
    }
}
