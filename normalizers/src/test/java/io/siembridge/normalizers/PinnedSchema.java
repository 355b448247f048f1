package io.siembridge.normalizers;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.ocsf.OcsfValidator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The compiled schema that is shipped with the normalizers. */
public final class PinnedSchema {
    private static final String RESOURCE = "/ocsf/ocsf-1.8.0.json";
    private static final OcsfValidator VALIDATOR = new OcsfValidator(read());

    private PinnedSchema() {}

    public static OcsfValidator validator() {
        return VALIDATOR;
    }

    public static JsonNode read() {
        try (InputStream stream = PinnedSchema.class.getResourceAsStream(RESOURCE)) {
            return SampleCase.JSON.readTree(Objects.requireNonNull(stream, RESOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
