package io.siembridge.normalizers.soveren;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The scalars of a tree: what may not get lost on the way from a payload into an event. */
final class Leaves {
    private Leaves() {}

    /** Fails unless every leaf of the object stands in its event, unchanged but for a prefix of group labels. */
    static void assertNoneLost(JsonNode object, OcsfEvent event) {
        JsonNode whole = Webhooks.read(event);
        Set<String> present = new HashSet<>(of(whole).values());
        Map<String, String> lost = of(object);
        lost.values().removeIf(leaf -> present.contains(leaf) || present.contains("group:" + leaf));
        assertThat(lost).as("lost on the way into " + whole).isEmpty();
    }

    /** Every scalar that is neither null nor empty, by its path. */
    static Map<String, String> of(JsonNode tree) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode value, Map<String, String> leaves) {
        value.properties().forEach(member -> collect(path + "/" + member.getKey(), member.getValue(), leaves));
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                collect(path + "/" + i, value.path(i), leaves);
            }
        }
        if (value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
            leaves.put(path, value.asText());
        }
    }
}
