package io.siembridge.app.destination.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.TestConfig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that show before anything is sent, each once and none with a secret in it. */
class SplunkHecConfigTest {
    @Test
    void needsAnAddressAndAToken() {
        assertThat(problems("url: 'https://splunk:8088'", "token: t")).isEmpty();
        assertThat(problems("token: t")).singleElement().asString().contains("url");
        assertThat(problems("url: 'https://splunk:8088'"))
                .singleElement()
                .asString()
                .contains("token");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    url: "https://splunk:8088/services/collector?token=s3cret" | query
                    url: "https://splunk-{stack}:8088"                         | no templates
                    token: "s3cret\\n"                                         | token
                    token: "s3cr\u00e9t"                                       | token
                    source_type_prefix: "a b"                                  | source_type_prefix
                    acknowledgement_timeout: 0s                                | acknowledgement_timeout
                    timeout: 0s                                                | timeout
                    max_event: 1                                               | max_event
                    acknowledgment: true                                       | did you mean acknowledgement
                    """)
    void namesEachFaultWithoutShowingSecrets(String line, String named) {
        String key = line.substring(0, line.indexOf(':'));
        String[] lines = Stream.concat(
                        Stream.of("url: 'https://splunk:8088'", "token: s3cret")
                                .filter(other -> !other.startsWith(key + ":")),
                        Stream.of(line))
                .toArray(String[]::new);
        assertThat(problems(lines)).singleElement().asString().contains(named).doesNotContain("s3cr");
    }

    private static List<String> problems(String... lines) {
        String[] typed =
                Stream.concat(Stream.of("type: splunk-hec"), Stream.of(lines)).toArray(String[]::new);
        return TestConfig.problems(new SplunkHecType().section(), typed);
    }
}
