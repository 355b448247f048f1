package io.siembridge.normalizers.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The members a vendor is known to send, by their paths: {@code details.hit.type}, with {@code []} for the elements of
 * an array. A path that ends in {@code .*} covers everything below it. What is none of them is news.
 */
public final class KnownFields {
    private final Node root = new Node();

    private KnownFields() {}

    /** @param paths paths separated by blanks and line breaks, as many in one text as are easy to read */
    public static KnownFields of(String... paths) {
        KnownFields known = new KnownFields();
        Stream.of(paths).flatMap(KnownFields::words).forEach(known::add);
        return known;
    }

    /** Several names, each below a path such as {@code details.hit.}, as text for {@link #of}. */
    public static String below(String path, String names) {
        return words(names).map(name -> path + name).collect(Collectors.joining(" "));
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.strip().split("\\s+", -1));
    }

    private void add(String path) {
        Node node = root;
        for (String step : path.split("\\.", -1)) {
            String name = step;
            while (name.endsWith("[]")) {
                name = name.substring(0, name.length() - 2);
            }
            if (name.equals("*")) {
                node.coversAll = true;
            } else if (!name.isEmpty()) {
                node = node.members.computeIfAbsent(name, any -> new Node());
            }
            for (int at = name.length(); at < step.length(); at += 2) {
                node = node.makeElement();
            }
        }
    }

    /**
     * Paths of the members of a payload that are none of these, in alphabetical order.
     *
     * @param limit at most this many are looked for
     */
    Set<String> unknownIn(JsonNode payload, int limit) {
        Set<String> unknown = new TreeSet<>();
        collect(payload, root, new StringBuilder(), unknown, limit);
        return unknown;
    }

    private static void collect(JsonNode value, Node node, StringBuilder path, Set<String> unknown, int limit) {
        if (node.coversAll || !value.isContainerNode()) {
            return;
        }
        int length = path.length();
        if (value.isArray()) {
            path.append("[]");
            for (int i = 0; i < value.size(); i++) {
                collect(value.get(i), node.element(), path, unknown, limit);
            }
            path.setLength(length);
            return;
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (unknown.size() >= limit) {
                return;
            }
            Node known = node.members.get(member.getKey());
            if (known == null || member.getValue().isContainerNode()) {
                path.append(length == 0 ? "" : ".").append(member.getKey());
                if (known == null) {
                    unknown.add(path.toString());
                } else {
                    collect(member.getValue(), known, path, unknown, limit);
                }
                path.setLength(length);
            }
        }
    }

    /** One place of a payload and what is known below it. */
    private static final class Node {
        private static final Node UNKNOWN = new Node();

        private final Map<String, Node> members = new HashMap<>();
        private boolean coversAll;
        private @Nullable Node element;

        Node element() {
            return element == null ? UNKNOWN : element;
        }

        Node makeElement() {
            if (element == null) {
                element = new Node();
            }
            return element;
        }
    }
}
