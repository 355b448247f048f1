package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Leaves out what carries no value: null, empty text, empty arrays and empty objects, at every depth. */
public final class Pruning {
    private Pruning() {}

    /** A copy without empties; a missing node if nothing is left. */
    public static JsonNode withoutEmpties(JsonNode value) {
        if (value.isObject()) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(member -> {
                JsonNode child = withoutEmpties(member.getValue());
                if (!child.isMissingNode()) {
                    kept.set(member.getKey(), child);
                }
            });
            return kept.isEmpty() ? MissingNode.getInstance() : kept;
        }
        if (value.isArray()) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> {
                JsonNode child = withoutEmpties(element);
                if (!child.isMissingNode()) {
                    kept.add(child);
                }
            });
            return kept.isEmpty() ? MissingNode.getInstance() : kept;
        }
        boolean empty = value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && value.textValue().isEmpty());
        return empty ? MissingNode.getInstance() : value;
    }
}
