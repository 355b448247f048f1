package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Schema fragments that describe what the API takes and gives. */
final class Shape {
    private Shape() {}

    /** A named part of an object. */
    record Member(String name, ObjectNode shape, boolean required) {
        Member optional() {
            return new Member(name, shape, false);
        }
    }

    static ObjectNode object(Member... members) {
        ObjectNode shape = type("object");
        ObjectNode properties = shape.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Member member : members) {
            properties.set(member.name(), member.shape());
            if (member.required()) {
                required.add(member.name());
            }
        }
        if (!required.isEmpty()) {
            shape.set("required", required);
        }
        return shape;
    }

    static Member text(String name, String description) {
        return new Member(name, type("string").put("description", description), true);
    }

    static Member time(String name, String description) {
        return new Member(name, type("string").put("format", "date-time").put("description", description), true);
    }

    static Member number(String name, String description) {
        return new Member(name, type("integer").put("description", description), true);
    }

    static Member flag(String name, String description) {
        return new Member(name, type("boolean").put("description", description), true);
    }

    static Member part(String name, ObjectNode shape) {
        return new Member(name, shape, true);
    }

    static Member list(String name, ObjectNode element) {
        return new Member(name, listOf(element), true);
    }

    /** An object whose member names are configured names. */
    static Member byName(String name, ObjectNode value) {
        ObjectNode shape = type("object");
        shape.set("additionalProperties", value);
        return new Member(name, shape, true);
    }

    static ObjectNode listOf(ObjectNode element) {
        ObjectNode shape = type("array");
        shape.set("items", element);
        return shape;
    }

    /** A part of a list: the elements, and a cursor while there are more. */
    static ObjectNode page(String name, ObjectNode element) {
        return object(
                list(name, element),
                text("next", "Cursor for the part after this one; absent at the end.")
                        .optional());
    }

    static ObjectNode words(String... words) {
        ObjectNode shape = type("string");
        ArrayNode choices = shape.putArray("enum");
        for (String word : words) {
            choices.add(word);
        }
        return shape;
    }

    static ObjectNode type(String name) {
        return JsonNodeFactory.instance.objectNode().put("type", name);
    }
}
