package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares an answer with the shape the API's document gives it: nothing missing, nothing undeclared, nothing of
 * another type.
 */
final class Shapes {
    private Shapes() {}

    static List<String> differences(String path, JsonNode shape, JsonNode value) {
        List<String> differences = new ArrayList<>();
        if (shape.isMissingNode()) {
            return List.of(path + " is not described");
        }
        compare(path, shape, value, differences);
        return differences;
    }

    private static void compare(String path, JsonNode shape, JsonNode value, List<String> differences) {
        boolean fits = switch (shape.path("type").asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
        if (!fits) {
            differences.add(path + " is no " + shape.path("type").asText() + ": " + value);
            return;
        }
        if (shape.has("enum") && !contains(shape.path("enum"), value)) {
            differences.add(path + " is none of " + shape.path("enum") + ": " + value);
        }
        for (JsonNode name : shape.path("required")) {
            if (!value.has(name.asText())) {
                differences.add(path + "." + name.asText() + " is missing");
            }
        }
        if (shape.has("properties")) {
            value.properties().forEach(member -> {
                JsonNode declared = shape.path("properties").path(member.getKey());
                if (declared.isMissingNode()) {
                    differences.add(path + "." + member.getKey() + " is not declared");
                } else {
                    compare(path + "." + member.getKey(), declared, member.getValue(), differences);
                }
            });
        }
        if (shape.has("additionalProperties")) {
            value.properties()
                    .forEach(member -> compare(
                            path + "." + member.getKey(),
                            shape.path("additionalProperties"),
                            member.getValue(),
                            differences));
        }
        if (shape.has("items")) {
            value.forEach(element -> compare(path + "[]", shape.path("items"), element, differences));
        }
    }

    private static boolean contains(JsonNode words, JsonNode word) {
        for (JsonNode each : words) {
            if (each.equals(word)) {
                return true;
            }
        }
        return false;
    }
}
