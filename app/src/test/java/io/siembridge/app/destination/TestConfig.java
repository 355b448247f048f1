package io.siembridge.app.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Problems;
import io.siembridge.app.config.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sections of a configuration, written as in the file. */
public final class TestConfig {
    private static final YAMLMapper YAML = new YAMLMapper();

    private TestConfig() {}

    /** What a section is read to; a fault in it fails the test. */
    public static <T> T read(ValueType<T> section, String... lines) {
        Problems problems = new Problems();
        T read = section.read(node(lines), problems);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.all());
        }
        return read;
    }

    /** The faults of a section, as an operator sees them. */
    public static List<String> problems(ValueType<?> section, String... lines) {
        Problems problems = new Problems();
        section.read(node(lines), problems);
        return problems.all().stream().map(Problems.Problem::toString).toList();
    }

    private static ConfigNode node(String... lines) {
        try {
            return node("destinations.siem", YAML.readTree(String.join("\n", lines)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static ConfigNode node(String path, JsonNode yaml) {
        if (yaml.isObject()) {
            Map<String, ConfigNode> members = new LinkedHashMap<>();
            yaml.properties()
                    .forEach(member ->
                            members.put(member.getKey(), node(path + "." + member.getKey(), member.getValue())));
            return ConfigNode.section(path, 0, members);
        }
        if (yaml.isArray()) {
            List<ConfigNode> elements = new ArrayList<>();
            yaml.forEach(element -> elements.add(node(path, element)));
            return ConfigNode.list(path, 0, elements);
        }
        return ConfigNode.text(path, 0, yaml.asText());
    }
}
