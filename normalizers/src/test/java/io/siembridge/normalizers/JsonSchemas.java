package io.siembridge.normalizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The published JSON Schema of each class, from the test resources. */
public final class JsonSchemas {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> LOADED = new ConcurrentHashMap<>();

    private JsonSchemas() {}

    /** What is wrong with an event according to the schema of its class; empty when valid. */
    public static List<String> problems(JsonNode event) {
        String file = event.path("class_name").asText().toLowerCase(Locale.ROOT).replace(' ', '_');
        String name = file.equals("user_access_management") ? "user_access" : file;
        return LOADED.computeIfAbsent(name, JsonSchemas::load).validate(event).stream()
                .map(Error::toString)
                .toList();
    }

    private static Schema load(String name) {
        String resource = "/ocsf-json-schema/" + name + ".schema.json";
        try (InputStream stream = JsonSchemas.class.getResourceAsStream(resource)) {
            JsonNode schema = SampleCase.JSON.readTree(Objects.requireNonNull(stream, resource));
            return REGISTRY.getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
