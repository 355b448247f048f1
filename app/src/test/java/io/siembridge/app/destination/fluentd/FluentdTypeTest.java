package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Problems;
import io.siembridge.app.config.Problems.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FluentdTypeTest {
    private static final Map<String, Object> SMALLEST = Map.of("type", "fluentd", "address", "tls://fluentd:24224");

    @Test
    void needsTypeAndAddressOnly() {
        assertThat(problems(Map.of())).isEmpty();
        assertThat(new FluentdType().id()).isEqualTo("fluentd");
    }

    @Test
    void takesEveryKey() {
        assertThat(problems(Map.ofEntries(
                        Map.entry("address", List.of("tls://a:1", "tls://[2001:db8::1]:24224", "tls://c")),
                        Map.entry("tag", "siem.prod"),
                        Map.entry("shared_key", "k"),
                        Map.entry("username", "u"),
                        Map.entry("password", "p"),
                        Map.entry("compression", "gzip"),
                        Map.entry("max_frame", "2MiB"),
                        Map.entry("max_event", "1MiB"),
                        Map.entry("connect_timeout", "5s"),
                        Map.entry("ack_timeout", "30s"),
                        Map.entry("rate", "1000/s"),
                        Map.entry("retry", Map.of("max_age", "3d")),
                        Map.entry("tls", Map.of("server_name", "collector")))))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        assertProblem(Map.of("address", "udp://fluentd:24224"), "destinations.f.address", "tls://host:port");
        assertProblem(Map.of("address", "tcp://fluentd:24224/x"), "destinations.f.address", "host and port only");
        assertProblem(Map.of("address", "tcp://fluentd:99999"), "destinations.f.address", "host and port only");
        assertProblem(Map.of("address", List.of()), "destinations.f.address", "at least one");
        assertProblem(Map.of("address", List.of("tls://a:1", "tcp://b:1")), "destinations.f.address", "mixes");
        assertProblem(
                Map.of("address", "tcp://a:1", "tls", Map.of("server_name", "x")),
                "destinations.f.tls",
                "no effect with tcp://");
        assertProblem(Map.of("tag", "a..b"), "destinations.f.tag", "letters, digits");
        assertProblem(Map.of("shared_key", "k", "username", "u"), "destinations.f", "go together");
        assertProblem(Map.of("username", "u", "password", "p"), "destinations.f.username", "shared_key");
        assertProblem(
                Map.of("shared_key", "k", "username", "ü".repeat(128), "password", "p"),
                "destinations.f.username",
                "longer than 255 bytes");
        assertProblem(Map.of("compression", "zstd"), "destinations.f.compression", "none, gzip");
        assertProblem(Map.of("max_frame", "1KiB"), "destinations.f.max_frame", "from 4KiB to 64MiB");
        assertProblem(Map.of("max_frame", "1GiB"), "destinations.f.max_frame", "from 4KiB to 64MiB");
        assertProblem(Map.of("max_event", "0"), "destinations.f.max_event", "from 4KiB to 64MiB");
        assertProblem(Map.of("ack_timeout", "0s"), "destinations.f.ack_timeout", "more than nothing");
        assertProblem(Map.of("shared-key", "k"), "destinations.f.shared-key", "shared_key");
    }

    private static void assertProblem(Map<String, Object> keys, String path, String message) {
        assertThat(problems(keys)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    private static List<Problem> problems(Map<String, Object> keys) {
        Map<String, Object> all = new LinkedHashMap<>(SMALLEST);
        all.putAll(keys);
        Problems problems = new Problems();
        new FluentdType().section().read(node("destinations.f", all), problems);
        return problems.all();
    }

    private static ConfigNode node(String path, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, ConfigNode> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put(name.toString(), node(path + "." + name, member)));
            return ConfigNode.section(path, 1, members);
        }
        if (value instanceof List<?> list) {
            return ConfigNode.list(
                    path, 1, list.stream().map(each -> node(path, each)).toList());
        }
        return ConfigNode.text(path, 1, value.toString());
    }
}
