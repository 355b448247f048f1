package io.siembridge.app.destination.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads newline-delimited JSON strictly. */
final class NdjsonFiles {
    private static final JsonMapper MAPPER = new JsonMapper();

    private NdjsonFiles() {}

    static List<String> uids(byte[] content) throws IOException {
        List<String> uids = new ArrayList<>();
        String text = new String(content, StandardCharsets.UTF_8);
        assertThat(text)
                .satisfiesAnyOf(
                        it -> assertThat(it).isEmpty(), it -> assertThat(it).endsWith("\n"));
        for (String line : text.split("\n", -1)) {
            if (!line.isEmpty()) {
                uids.add(MAPPER.readTree(line).path("metadata").path("uid").asText());
            }
        }
        return uids;
    }
}
