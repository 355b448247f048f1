package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Derives {@code observables} from a finished event: one entry for each value an analyst searches for across classes,
 * at the first place it stands. Derived, so an observable can never point at an attribute that is not there.
 */
final class Observables {
    private static final int HOSTNAME = 1;

    /** Attributes that mean the same wherever they stand. Numbers are the schema's {@code observables[].type_id}. */
    private static final Map<String, Type> BY_NAME = Map.of(
            "hostname", new Type(HOSTNAME, "Hostname"),
            "ip", new Type(2, "IP Address"),
            "x_forwarded_for", new Type(2, "IP Address"),
            "email_addr", new Type(5, "Email Address"),
            "url_string", new Type(6, "URL String"),
            "user_agent", new Type(16, "HTTP User-Agent"));

    /** Attributes that mean it only inside certain objects. */
    private static final Map<String, Map<String, Type>> BY_NAME_AND_PARENT = Map.of(
            "name",
            Map.of(
                    "user", new Type(4, "User Name"),
                    "owner", new Type(4, "User Name"),
                    "assignee", new Type(4, "User Name")),
            "uid",
            Map.of(
                    "resources", new Type(10, "Resource UID"),
                    "cwe", new Type(17, "CWE Object: uid"),
                    "related_cwes", new Type(17, "CWE Object: uid"),
                    "cve", new Type(18, "CVE Object: uid"),
                    "advisory", new Type(44, "Advisory Object: uid")),
            "value",
            Map.of("hashes", new Type(8, "Hash")));

    private static final Set<String> NOT_SEARCHED = Set.of("metadata", "enrichments", "data", "finding_info_list");

    private Observables() {}

    static void addTo(ObjectNode event) {
        ArrayNode found = event.arrayNode();
        new Search(found).collect(event, "");
        if (!found.isEmpty()) {
            event.set("observables", found);
        }
    }

    /** One walk over an event, which knows the path of where it stands. */
    private static final class Search {
        private final ArrayNode found;
        private final Set<String> seen = new HashSet<>();
        private final StringBuilder path = new StringBuilder();

        Search(ArrayNode found) {
            this.found = found;
        }

        void collect(ObjectNode object, String parent) {
            int length = path.length();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                String name = member.getKey();
                JsonNode value = member.getValue();
                if (!value.isContainerNode()) {
                    Type type = value.isTextual() ? typeOf(parent, name) : null;
                    if (type != null) {
                        step(name);
                        add(type, value);
                    }
                } else if (!NOT_SEARCHED.contains(name)) {
                    step(name);
                    collectBelow(value, parent, name);
                }
                path.setLength(length);
            }
        }

        private void step(String name) {
            path.append(path.isEmpty() ? "" : ".").append(name);
        }

        private void collectBelow(JsonNode value, String parent, String name) {
            if (value instanceof ObjectNode child) {
                collect(child, name);
                return;
            }
            int length = path.length();
            Type type = typeOf(parent, name);
            for (int i = 0; i < value.size(); i++) {
                JsonNode element = value.get(i);
                path.append('[').append(i).append(']');
                if (element instanceof ObjectNode child) {
                    collect(child, name);
                } else if (type != null && element.isTextual()) {
                    add(type, element);
                }
                path.setLength(length);
            }
        }

        private void add(Type type, JsonNode text) {
            String value = text.textValue();
            if (type.fits(value) && seen.add(type.id() + " " + value)) {
                ObjectNode observable = found.addObject();
                observable.put("name", path.toString());
                observable.put("type_id", type.id());
                observable.put("type", type.caption());
                observable.set("value", text);
            }
        }
    }

    /** The type of values of this name, null for most. */
    private static @Nullable Type typeOf(String parent, String name) {
        Type byName = BY_NAME.get(name);
        return byName == null ? BY_NAME_AND_PARENT.getOrDefault(name, Map.of()).get(parent) : byName;
    }

    private record Type(int id, String caption) {
        /** The host of a URL may be an address, which is no host name. */
        boolean fits(String value) {
            return id != HOSTNAME || !IpText.isAddress(value);
        }
    }
}
