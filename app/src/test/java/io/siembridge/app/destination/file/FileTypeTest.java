package io.siembridge.app.destination.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Problems;
import io.siembridge.app.config.Problems.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FileTypeTest {
    @Test
    void needsTypeAndPathOnly() {
        assertThat(problems(Map.of("path", "out/events.ndjson"))).isEmpty();
        assertThat(problems(Map.of("path", "-"))).isEmpty();
        assertThat(new FileType().id()).isEqualTo("file");
    }

    @Test
    void takesEveryKey() {
        assertThat(problems(Map.of(
                        "path", "events.ndjson",
                        "sync", "never",
                        "rotate_size", "1GiB",
                        "rotate_every", "1d",
                        "compress", "true",
                        "keep", "30",
                        "rate", "10/s")))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        assertProblem(Map.of(), "destinations.f.path", "is missing");
        assertProblem(Map.of("path", "/"), "destinations.f.path", "path of a file");
        assertProblem(Map.of("path", "x", "sync", "always"), "destinations.f.sync", "batch, never");
        assertProblem(Map.of("path", "x", "rotate_size", "1KiB"), "destinations.f.rotate_size", "at least 4KiB");
        assertProblem(Map.of("path", "x", "rotate_every", "1s"), "destinations.f.rotate_every", "at least 1m");
        assertProblem(Map.of("path", "x", "compress", "true"), "destinations.f", "rotate_size or rotate_every");
        assertProblem(Map.of("path", "x", "rotate_every", "1d", "keep", "0"), "destinations.f.keep", "from 1");
        assertProblem(Map.of("path", "-", "sync", "batch"), "destinations.f.sync", "no effect on standard output");
    }

    private static void assertProblem(Map<String, String> keys, String path, String message) {
        assertThat(problems(keys)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    private static List<Problem> problems(Map<String, String> keys) {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        members.put("type", ConfigNode.text("destinations.f.type", 1, "file"));
        keys.forEach((name, text) -> members.put(name, ConfigNode.text("destinations.f." + name, 1, text)));
        Problems problems = new Problems();
        new FileType().section().read(ConfigNode.section("destinations.f", 1, members), problems);
        return problems.all();
    }
}
