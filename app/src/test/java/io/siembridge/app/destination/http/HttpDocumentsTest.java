package io.siembridge.app.destination.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.Key;
import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.TestConfig;
import io.siembridge.app.destination.splunk.SplunkHecType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents of the destinations that speak HTTP name every key, and what they show can be configured. */
class HttpDocumentsTest {
    private static final Path DOCUMENTS = Path.of("..", "docs", "destinations");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    static Stream<DestinationType> types() {
        return Stream.of(new HttpType(), new SplunkHecType());
    }

    @ParameterizedTest
    @MethodSource("types")
    void nameEveryKey(DestinationType type) throws IOException {
        List<String> keys = type.section().keys().stream()
                .map(Key::name)
                .filter(name -> !name.equals("type"))
                .toList();
        assertThat(keys).allSatisfy(key -> assertThat(document(type)).contains("`" + key + "`"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void showOnlyWhatCanBeConfigured(DestinationType type) throws IOException {
        List<String> examples = YAML.matcher(document(type))
                .results()
                .map(match -> match.group(1))
                .map(HttpDocumentsTest::section)
                .filter(example -> example.contains("type: " + type.id()))
                .toList();
        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example -> assertThat(TestConfig.problems(type.section(), example))
                        .as(example)
                        .isEmpty());
    }

    /** The destination in an example, with something in the place of its variables. */
    private static String section(String example) {
        String destination = example.replaceFirst("(?s)^destinations:\n  [a-z]+:\n", "");
        return destination
                .replaceAll("\\$\\{[A-Z_]+_URL}", "https://example.net/key")
                .replaceAll("\\$\\{[A-Z_]+}", "x");
    }

    private static String document(DestinationType type) throws IOException {
        return Files.readString(DOCUMENTS.resolve(type.id() + ".md"));
    }
}
