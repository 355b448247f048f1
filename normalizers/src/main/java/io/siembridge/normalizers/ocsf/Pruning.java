package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Leaves out what carries no value: null, empty text, empty arrays and empty objects, at every depth. */
public final class Pruning {
    private Pruning() {}

    /** The value without empties; a missing node if nothing is left. What holds no empties is not copied. */
    public static JsonNode withoutEmpties(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return pruned(object);
        }
        if (value instanceof ArrayNode array) {
            return pruned(array);
        }
        boolean empty = value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && value.textValue().isEmpty());
        return empty ? MissingNode.getInstance() : value;
    }

    private static JsonNode pruned(ObjectNode object) {
        ObjectNode kept = null;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode child = withoutEmpties(member.getValue());
            if (kept == null && !isUntouched(child, member.getValue())) {
                kept = membersBefore(object, member.getKey());
            }
            if (kept != null && !child.isMissingNode()) {
                kept.set(member.getKey(), child);
            }
        }
        return orMissing(kept == null ? object : kept);
    }

    private static ObjectNode membersBefore(ObjectNode object, String name) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getKey().equals(name)) {
                break;
            }
            members.set(member.getKey(), member.getValue());
        }
        return members;
    }

    private static JsonNode pruned(ArrayNode array) {
        ArrayNode kept = null;
        for (int i = 0; i < array.size(); i++) {
            JsonNode child = withoutEmpties(array.get(i));
            if (kept == null && !isUntouched(child, array.get(i))) {
                kept = elementsBefore(array, i);
            }
            if (kept != null && !child.isMissingNode()) {
                kept.add(child);
            }
        }
        return orMissing(kept == null ? array : kept);
    }

    private static ArrayNode elementsBefore(ArrayNode array, int index) {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < index; i++) {
            elements.add(array.get(i));
        }
        return elements;
    }

    /** What holds no empties comes back as the same object; comparing contents would walk the tree once more. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isUntouched(JsonNode pruned, JsonNode value) {
        return pruned == value && !pruned.isMissingNode();
    }

    private static JsonNode orMissing(JsonNode container) {
        return container.isEmpty() ? MissingNode.getInstance() : container;
    }
}
