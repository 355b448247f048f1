package io.siembridge.app.destination.qradar;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Key;
import io.siembridge.app.config.Problems;
import io.siembridge.app.destination.CommonKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class QradarTypeTest {
    private final Problems problems = new Problems();

    @Test
    void refusesADelimiterThatLeef1DoesNotKnow() {
        read(Map.of("address", "tls://qradar", "leef", "1.0", "delimiter", "caret"));
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).message()).contains("tab");
    }

    @Test
    void takesLeef1() {
        read(Map.of("address", "tls://qradar", "leef", "1.0"));
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void saysWhatItDoesNotKnow() {
        read(Map.of("address", "tls://qradar", "confirm_aftr", "5s"));
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).message()).contains("confirm_after");
    }

    @Test
    void documentsEveryKey() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "destinations", "qradar.md"))
                + Files.readString(Path.of("..", "docs", "destinations", "syslog.md"));
        for (Key<?> key : new QradarType().section().keys()) {
            if (!CommonKeys.ALL.contains(key)) {
                assertThat(page).contains("| `" + key.name() + "` |");
            }
        }
    }

    private void read(Map<String, String> values) {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        members.put("type", ConfigNode.text("type", 1, "qradar"));
        values.forEach((key, value) -> members.put(key, ConfigNode.text(key, 1, value)));
        new QradarType().section().read(ConfigNode.section("destinations.qradar", 1, members), problems);
    }
}
