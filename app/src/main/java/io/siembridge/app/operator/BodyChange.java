package io.siembridge.app.operator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.spool.ContentEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What proxies, frameworks and tests do to a body between its signature and us, undone. */
final class BodyChange {
    private static final long MOST = 4L * 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private BodyChange() {}

    /**
     * A body that may have been signed.
     *
     * @param description how it differs from what came, after "the body"
     */
    record Changed(String description, byte[] body) {}

    static List<Changed> of(byte[] body) {
        List<Changed> changes = new ArrayList<>();
        try {
            changes.add(new Changed("after decompression", ContentEncoding.GZIP.unwrap(body, MOST)));
        } catch (IOException notCompressed) {
            // Then it was not that.
        }
        String text = new String(body, StandardCharsets.UTF_8);
        add(changes, "without the line break at its end", text.replaceFirst("\\R\\z", ""));
        add(changes, "with a line break at its end", text + "\n");
        add(changes, "without blanks at its ends", text.strip());
        add(changes, "with Unix line breaks", text.replace("\r\n", "\n"));
        add(changes, "with Windows line breaks", text.replace("\r\n", "\n").replace("\n", "\r\n"));
        add(changes, "without a byte order mark", text.replaceFirst("\\A\\x{FEFF}", ""));
        changes.add(new Changed("when it is empty", new byte[0]));
        addRewritten(changes, body);
        return changes;
    }

    private static void add(List<Changed> changes, String description, String text) {
        changes.add(new Changed(description, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void addRewritten(List<Changed> changes, byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json == null || json.isMissingNode()) {
                return;
            }
            add(changes, "written anew as JSON without blanks", json.toString());
            add(changes, "written anew as JSON with a blank after : and ,", write(json, spaced()));
            add(changes, "written anew as JSON with an indent of 2", write(json, indented("  ")));
            add(changes, "written anew as JSON with an indent of 4", write(json, indented("    ")));
        } catch (JsonProcessingException notJson) {
            // Then nobody has written it anew.
        } catch (IOException impossible) {
            throw new IllegalStateException("Bytes in memory could not be read", impossible);
        }
    }

    private static String write(JsonNode json, PrettyPrinter printer) throws JsonProcessingException {
        return JSON.writer(printer).writeValueAsString(json);
    }

    /** As Python's json.dumps writes it. */
    private static MinimalPrettyPrinter spaced() {
        MinimalPrettyPrinter printer = new MinimalPrettyPrinter() {
            @Override
            public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
                generator.writeRaw(": ");
            }

            @Override
            public void writeObjectEntrySeparator(JsonGenerator generator) throws IOException {
                generator.writeRaw(", ");
            }

            @Override
            public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
                generator.writeRaw(", ");
            }
        };
        return printer;
    }

    /** As JavaScript's JSON.stringify and Python's json.dumps write it with an indent. */
    private static DefaultPrettyPrinter indented(String indent) {
        DefaultIndenter lines = new DefaultIndenter(indent, "\n");
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator("");
        return new DefaultPrettyPrinter(separators).withObjectIndenter(lines).withArrayIndenter(lines);
    }
}
