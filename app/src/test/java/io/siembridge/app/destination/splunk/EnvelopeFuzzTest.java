package io.siembridge.app.destination.splunk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.destination.FuzzedEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvelopeFuzzTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final EnvelopeEncoder encoder = new EnvelopeEncoder("host", "ocsf", Optional.of("security"), 1024 * 1024);

    @Test
    void anyEventIsOneEnvelopeOnOneLine() {
        FuzzedEvents.check(event -> encoder.encode(event).ifPresent(envelope -> {
            assertThat(envelope).doesNotContain('\n');
            JsonNode read = read(envelope);
            assertThat(read.fieldNames())
                    .toIterable()
                    .containsExactly("time", "host", "source", "sourcetype", "index", "event");
            assertThat(new String(envelope, UTF_8)).matches("(?s)\\{\"time\":-?[0-9]+\\.[0-9]{3},.*");
            assertThat(read.get("index").textValue()).isEqualTo("security");
            assertThat(read.get("event").isObject()).isTrue();
            assertThat(read.get("time").isNumber()).isTrue();
        }));
    }

    private static JsonNode read(byte[] envelope) {
        try {
            // As text: Jackson's reader of bytes refuses escaped surrogates in names, which is not JSON's rule.
            return JSON.readTree(new String(envelope, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
