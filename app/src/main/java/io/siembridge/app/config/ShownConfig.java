package io.siembridge.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/**
 * A configuration as it may be shown: defaults filled in, secrets as stars. Only what the schema knows and does not call
 * a secret is shown.
 */
public final class ShownConfig {
    private static final TextNode STARS = TextNode.valueOf(new Secret("").toString());
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?<=://)[^/@\\s]*@");

    /** Some receivers have their key in the path, others in the query. */
    private static final Pattern PATH_IN_URL = Pattern.compile("(?i)^(https?://[^/?#\\s]+)[/?#][^\\s]+$");

    private ShownConfig() {}

    public static JsonNode of(ConfigNode node, JsonNode anySchema) {
        JsonNode schema = fitting(node, anySchema);
        return switch (node.kind()) {
            case SECTION -> section(node, schema);
            case LIST -> list(node, schema.path("items"));
            case TEXT -> text(node, schema);
            case NOTHING, UNRESOLVED -> JsonNodeFactory.instance.nullNode();
        };
    }

    /** Of a list that may be written as a single value, the one of the two that is written there. */
    private static JsonNode fitting(ConfigNode node, JsonNode schema) {
        for (JsonNode each : schema.path("anyOf")) {
            boolean isList = each.path("type").asText().equals("array");
            if (isList == (node.kind() == ConfigNode.Kind.LIST)) {
                return each;
            }
        }
        return schema;
    }

    private static JsonNode section(ConfigNode node, JsonNode schema) {
        JsonNode chosen = choice(node, schema);
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        node.members().forEach((name, member) -> shown.set(name, of(member, member(name, chosen))));
        chosen.path("properties").properties().forEach(property -> {
            if (!shown.has(property.getKey()) && property.getValue().has("default")) {
                shown.set(property.getKey(), property.getValue().path("default"));
            }
        });
        return shown;
    }

    private static JsonNode member(String name, JsonNode schema) {
        JsonNode named = schema.path("properties").path(name);
        return named.isMissingNode() ? schema.path("additionalProperties") : named;
    }

    /** Of several kinds of section, the one whose type is written there. */
    private static JsonNode choice(ConfigNode node, JsonNode schema) {
        String type = node.member("type").map(ConfigNode::text).orElse("");
        for (JsonNode each : schema.path("oneOf")) {
            if (each.path("properties").path("type").path("const").asText().equals(type)) {
                return each;
            }
        }
        return schema;
    }

    private static JsonNode list(ConfigNode node, JsonNode schema) {
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        node.elements().forEach(element -> shown.add(of(element, schema)));
        return shown;
    }

    private static JsonNode text(ConfigNode node, JsonNode schema) {
        boolean isKnown = schema.isObject() && !schema.isEmpty();
        if (!isKnown || schema.path("writeOnly").asBoolean()) {
            return STARS;
        }
        String withoutPassword = PASSWORD_IN_URL.matcher(node.text()).replaceAll("***@");
        return TextNode.valueOf(PATH_IN_URL.matcher(withoutPassword).replaceAll("$1/***"));
    }
}
