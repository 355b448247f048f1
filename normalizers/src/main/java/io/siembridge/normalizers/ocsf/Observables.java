package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Derives {@code observables} from a finished event: one entry for each value an analyst searches for across classes,
 * at the first place it stands. Derived, so an observable can never point at an attribute that is not there.
 */
final class Observables {
    /** Attributes that mean the same wherever they stand. Numbers are the schema's {@code observables[].type_id}. */
    private static final Map<String, Type> BY_NAME = Map.of(
            "hostname", new Type(1, "Hostname"),
            "ip", new Type(2, "IP Address"),
            "email_addr", new Type(5, "Email Address"),
            "url_string", new Type(6, "URL String"),
            "user_agent", new Type(16, "HTTP User-Agent"));

    /** Attributes that mean it only inside a certain object. */
    private static final Map<String, Type> BY_PARENT_AND_NAME = Map.of(
            "user.name", new Type(4, "User Name"),
            "owner.name", new Type(4, "User Name"),
            "assignee.name", new Type(4, "User Name"),
            "resources.uid", new Type(10, "Resource UID"),
            "cwe.uid", new Type(17, "CWE Object: uid"),
            "related_cwes.uid", new Type(17, "CWE Object: uid"),
            "cve.uid", new Type(18, "CVE Object: uid"),
            "advisory.uid", new Type(44, "Advisory Object: uid"),
            "hashes.value", new Type(8, "Hash"));

    private static final Set<String> NOT_SEARCHED = Set.of("metadata", "enrichments", "data", "finding_info_list");

    private Observables() {}

    static void addTo(ObjectNode event) {
        ArrayNode found = event.arrayNode();
        collect(event, "", "", found, new HashSet<>());
        if (!found.isEmpty()) {
            event.set("observables", found);
        }
    }

    private static void collect(ObjectNode object, String path, String parent, ArrayNode found, Set<String> seen) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            String memberPath = path.isEmpty() ? name : path + "." + name;
            JsonNode value = member.getValue();
            if (value instanceof ObjectNode child && !NOT_SEARCHED.contains(name)) {
                collect(child, memberPath, name, found, seen);
            } else if (value instanceof ArrayNode elements && !NOT_SEARCHED.contains(name)) {
                for (int i = 0; i < elements.size(); i++) {
                    if (elements.get(i) instanceof ObjectNode child) {
                        collect(child, memberPath + "[" + i + "]", name, found, seen);
                    }
                }
            } else if (value.isTextual()) {
                typeOf(parent, name).ifPresent(type -> add(found, seen, memberPath, type, value.textValue()));
            }
        }
    }

    private static Optional<Type> typeOf(String parent, String name) {
        Type byName = BY_NAME.get(name);
        return Optional.ofNullable(byName == null ? BY_PARENT_AND_NAME.get(parent + "." + name) : byName);
    }

    private static void add(ArrayNode found, Set<String> seen, String path, Type type, String value) {
        if (seen.add(type.id() + " " + value)) {
            found.addObject()
                    .put("name", path)
                    .put("type_id", type.id())
                    .put("type", type.caption())
                    .put("value", value);
        }
    }

    private record Type(int id, String caption) {}
}
