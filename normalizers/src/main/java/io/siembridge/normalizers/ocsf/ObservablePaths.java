package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an observable tells the truth: the attribute it names exists, has that value, and is of that type. */
final class ObservablePaths {
    private static final Pattern STEP = Pattern.compile("([a-z0-9_]+)(?:\\[([0-9]{1,9})])?");

    private final JsonNode schema;
    private final SchemaTypes types;
    private final JsonNode eventClass;

    ObservablePaths(JsonNode schema, SchemaTypes types, JsonNode eventClass) {
        this.schema = schema;
        this.types = types;
        this.eventClass = eventClass;
    }

    Optional<String> problem(JsonNode event, JsonNode observable) {
        String name = observable.path("name").asText();
        List<JsonNode> values = List.of(event);
        JsonNode definition = eventClass;
        JsonNode attribute = eventClass;
        for (String step : name.split("\\.", -1)) {
            Matcher parts = STEP.matcher(step);
            if (!parts.matches()) {
                return Optional.of("its name is no path: " + name);
            }
            attribute = definition.path("attributes").path(parts.group(1));
            definition =
                    schema.path("objects").path(attribute.path("object_type").asText());
            values = step(values, parts);
        }
        if (values.isEmpty()) {
            return Optional.of("names an attribute that is not there: " + name);
        }
        if (!holds(values, observable)) {
            return Optional.of("does not have the value of " + name);
        }
        Set<Integer> expected = numbers(attribute, definition);
        return expected.isEmpty()
                        || expected.contains(observable.path("type_id").asInt())
                ? Optional.empty()
                : Optional.of("its type_id is not that of " + name);
    }

    /** Without an index, an array stands for each of its elements. */
    private static List<JsonNode> step(List<JsonNode> from, Matcher parts) {
        List<JsonNode> reached = new ArrayList<>();
        for (JsonNode each : from) {
            JsonNode member = each.path(parts.group(1));
            if (parts.group(2) != null) {
                member = member.path(Integer.parseInt(parts.group(2)));
            }
            if (member.isArray()) {
                member.forEach(reached::add);
            } else if (!member.isMissingNode()) {
                reached.add(member);
            }
        }
        return reached;
    }

    /** An observable that is an object has no value of its own. */
    private static boolean holds(List<JsonNode> values, JsonNode observable) {
        JsonNode claimed = observable.path("value");
        return claimed.isMissingNode()
                ? values.stream().allMatch(JsonNode::isObject)
                : values.stream()
                        .anyMatch(value -> value.isValueNode() && value.asText().equals(claimed.asText()));
    }

    private Set<Integer> numbers(JsonNode attribute, JsonNode object) {
        Set<Integer> numbers = new HashSet<>();
        types.observable(attribute.path("type").asText()).ifPresent(numbers::add);
        for (JsonNode node : List.of(attribute.path("observable"), object.path("observable"))) {
            if (node.isInt()) {
                numbers.add(node.intValue());
            }
        }
        return numbers;
    }
}
