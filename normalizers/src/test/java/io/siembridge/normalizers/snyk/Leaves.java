package io.siembridge.normalizers.snyk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The scalar values of a tree. Empty ones carry nothing; a number is the same however it is written. */
final class Leaves {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,400}(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?");

    private Leaves() {}

    static Set<String> of(JsonNode tree) {
        Set<String> leaves = new LinkedHashSet<>();
        collect(tree, leaves);
        return leaves;
    }

    /** The values of an item that are nowhere in its event; the original text and the message do not count. */
    static List<String> lost(JsonNode item, OcsfEvent event) {
        ObjectNode attributes = event.json().deepCopy();
        attributes.remove(List.of("raw_data", "message"));
        Set<String> present = of(attributes);
        return of(item).stream().filter(leaf -> !present.contains(leaf)).toList();
    }

    /** The items of a snapshot in the order of their events: what issues share, with one issue each. */
    static List<JsonNode> items(ObjectNode snapshot) {
        ObjectNode shared = snapshot.deepCopy();
        shared.remove(List.of("newIssues", "removedIssues"));
        List<JsonNode> items = new ArrayList<>();
        for (String list : List.of("removedIssues", "newIssues")) {
            if (snapshot.path(list) instanceof ArrayNode issues) {
                issues.forEach(issue -> items.add(shared.deepCopy().set("issue", issue)));
            }
        }
        items.removeIf(item -> item.path("issue").isNull());
        return items;
    }

    private static void collect(JsonNode value, Set<String> leaves) {
        if (value.isContainerNode()) {
            value.forEach(child -> collect(child, leaves));
        } else if (!value.isNull() && !value.asText().isEmpty()) {
            leaves.add(canonical(value.asText()));
        }
    }

    /** A number in quotes may become one without, and the other way round; a decimal gains a fraction. */
    private static String canonical(String text) {
        return NUMBER.matcher(text).matches()
                ? new BigDecimal(text).stripTrailingZeros().toString()
                : text;
    }
}
