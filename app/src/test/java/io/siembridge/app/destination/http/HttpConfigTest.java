package io.siembridge.app.destination.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.Section;
import io.siembridge.app.destination.TestConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that show before anything is sent, each once and none with a secret in it. */
class HttpConfigTest {
    private static final String URL = "url: 'https://collector:8443/ocsf?key=1'";

    @Test
    void needsNoMoreThanAnAddress() {
        assertThat(problems("type: http", URL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://collector/${event.tenant}",
                "https://{vendor}.example.net/",
                "https://collector/%{[ocsf][class]}",
                "https://collector/<tenant>",
                "https://collector/%7Btenant%7D",
                "https://collector/$(hostname)"
            })
    void refusesTemplatesInTheAddress(String url) {
        assertThat(problems("type: http", "url: '" + url + "'"))
                .singleElement()
                .asString()
                .contains("destinations.siem.url")
                .contains("no templates");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collector:8443",
                "ftp://collector/",
                "https://user:s3cret@collector/",
                "https:///ocsf",
                "https://c:0/",
                "https://c:65536/",
                "https://c/#x"
            })
    void refusesWhatIsNoAddress(String url) {
        assertThat(problems("type: http", "url: '" + url + "'"))
                .singleElement()
                .asString()
                .contains("destinations.siem.url")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bearer: "s3cret\\n"                                       | bearer
                    username: u                                               | username and password go together
                    password: s3cret                                          | username and password go together
                    {bearer: s3cret, username: u, password: s3cret}           | not both
                    {bearer: s3cret, headers: {authorization: s3cret}}        | Authorization once
                    headers: {"a b": s3cret}                                  | headers
                    headers: {"a:b": s3cret}                                  | headers
                    headers: {X-Key: "s3cret\\r\\nX-Evil: 1"}                 | X-Key
                    headers: {X-Key: "s3cret\u00e9"}                          | X-Key
                    headers: {Content-Length: "1"}                            | Content-Length
                    headers: {host: s3cret}                                   | host
                    content_type: "text\\n"                                   | content_type
                    signature: {header: X-S}                                  | secret
                    signature: {secret: s3cret, header: Host}                 | header
                    signature: {secret: s3cret, prefix: "a\\n"}               | prefix
                    timeout: 0s                                               | timeout
                    batch_bytes: 10                                           | batch_bytes
                    max_event: 0                                              | max_event
                    proxy: "socks://proxy:1080"                               | proxy
                    method: get                                               | method
                    body: xml                                                 | body
                    boddy: array                                              | did you mean body
                    """)
    void namesEachFaultWithoutShowingSecrets(String line, String named) {
        String[] lines = line.startsWith("{")
                ? line.substring(1, line.length() - 1).split(", (?=username|password|headers)", -1)
                : new String[] {line};
        List<String> problems = problems(join(lines));
        assertThat(problems).singleElement().asString().contains(named).doesNotContain("s3cret");
    }

    @Test
    void printsNoSecret() {
        HttpConfig config = TestConfig.read(
                Section.of(HttpConfig::read, HttpConfig.KEYS),
                "type: http",
                "url: 'https://collector:8443/hook/s3cret?key=s3cret'",
                "headers: {X-Key: s3cret}",
                "bearer: s3cret",
                "signature: {secret: s3cret}");
        assertThat(config.toString()).contains("https://collector:8443").doesNotContain("s3cret");
    }

    private static String[] join(String... more) {
        String[] lines = new String[more.length + 2];
        lines[0] = "type: http";
        lines[1] = URL;
        System.arraycopy(more, 0, lines, 2, more.length);
        return lines;
    }

    private static List<String> problems(String... lines) {
        return TestConfig.problems(new HttpType().section(), lines);
    }
}
