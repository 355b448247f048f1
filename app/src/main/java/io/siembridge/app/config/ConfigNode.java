package io.siembridge.app.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place in the configuration file: its path, its line, and the text, list or members that stand there.
 *
 * @param path such as {@code destinations.splunk.url}
 * @param line 1-based
 * @param filledIn whether any of the text came from a variable or another file
 */
public record ConfigNode(
        String path,
        int line,
        Kind kind,
        String text,
        boolean filledIn,
        List<ConfigNode> elements,
        Map<String, ConfigNode> members) {
    /** What stands at a place. */
    public enum Kind {
        TEXT,
        LIST,
        SECTION,
        NOTHING,
        /** Text with a reference that could not be filled in; that fault is noted, and there is nothing to add to it. */
        UNRESOLVED
    }

    public ConfigNode {
        elements = List.copyOf(elements);
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public static ConfigNode text(String path, int line, String text) {
        return new ConfigNode(path, line, Kind.TEXT, text, false, List.of(), Map.of());
    }

    /** Text of which some came from a variable or another file. */
    public static ConfigNode filledIn(String path, int line, String text) {
        return new ConfigNode(path, line, Kind.TEXT, text, true, List.of(), Map.of());
    }

    public static ConfigNode unresolved(String path, int line) {
        return new ConfigNode(path, line, Kind.UNRESOLVED, "", true, List.of(), Map.of());
    }

    public static ConfigNode list(String path, int line, List<ConfigNode> elements) {
        return new ConfigNode(path, line, Kind.LIST, "", false, elements, Map.of());
    }

    public static ConfigNode section(String path, int line, Map<String, ConfigNode> members) {
        return new ConfigNode(path, line, Kind.SECTION, "", false, List.of(), members);
    }

    public static ConfigNode nothing(String path, int line) {
        return new ConfigNode(path, line, Kind.NOTHING, "", false, List.of(), Map.of());
    }

    /** The member of this name; empty when absent or left blank. */
    public Optional<ConfigNode> member(String name) {
        return Optional.ofNullable(members.get(name)).filter(node -> node.kind() != Kind.NOTHING);
    }

    /** Its elements; a single value stands for a list of one. */
    public List<ConfigNode> asList() {
        return kind == Kind.LIST ? elements : List.of(this);
    }

    /** The path a member of this name has or would have. */
    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
