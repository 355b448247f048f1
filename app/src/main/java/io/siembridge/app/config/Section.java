package io.siembridge.app.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A section of the file: the keys it may hold and what they are read to. Unknown keys are faults, reported with the
 * nearest known one.
 */
public final class Section<T> implements ValueType<T> {
    private final List<Key<?>> keys;
    private final Function<Values, T> make;

    private Section(List<Key<?>> keys, Function<Values, T> make) {
        this.keys = keys;
        this.make = make;
    }

    /**
     * A section of these keys.
     *
     * @param make builds the record from the values; it may report further faults through {@link Values#problem}
     */
    public static <T> Section<T> of(Function<Values, T> make, Key<?>... keys) {
        return new Section<>(List.copyOf(Arrays.asList(keys)), make);
    }

    /** A section of these keys; see {@link #of(Function, Key[])}. */
    public static <T> Section<T> of(Function<Values, T> make, List<Key<?>> keys) {
        return new Section<>(List.copyOf(keys), make);
    }

    public List<Key<?>> keys() {
        return keys;
    }

    /** The keys of this section followed by more, for sections that share some. */
    public static List<Key<?>> join(List<Key<?>> first, Key<?>... more) {
        List<Key<?>> joined = new ArrayList<>(first);
        joined.addAll(Arrays.asList(more));
        return joined;
    }

    @Override
    public T read(ConfigNode node, Problems problems) {
        if (node.kind() != ConfigNode.Kind.SECTION && node.kind() != ConfigNode.Kind.NOTHING) {
            problems.add(
                    node, "expected a section with keys such as " + keys.get(0).name());
            return placeholder();
        }
        List<String> known = keys.stream().map(Key::name).toList();
        node.members().forEach((name, member) -> {
            if (!known.contains(name)) {
                problems.add(member, "unknown key" + NearestName.hint(name, known));
            }
        });
        return make.apply(new Values(node, problems));
    }

    @Override
    public T placeholder() {
        return make.apply(new Values(ConfigNode.nothing("", 0), new Problems()));
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Key<?> key : keys) {
            ObjectNode property = key.type().schema();
            property.put("description", key.documentation());
            key.shownDefault().ifPresent(written -> property.put("default", written));
            properties.set(key.name(), property);
            if (key.fallback().isEmpty()) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    /** The values of one section, as the record that holds them asks for them. */
    public static final class Values {
        private final ConfigNode node;
        private final Problems problems;

        Values(ConfigNode node, Problems problems) {
            this.node = node;
            this.problems = problems;
        }

        /** The value of a key, its default, or, with a problem noted, a placeholder. */
        public <T> T get(Key<T> key) {
            Optional<ConfigNode> member = node.member(key.name());
            if (member.isPresent()) {
                return key.type().read(member.get(), problems);
            }
            return key.fallback().orElseGet(() -> {
                problems.add(node.pathOf(key.name()), node.line(), "is missing: " + key.documentation());
                return key.type().placeholder();
            });
        }

        public boolean has(Key<?> key) {
            return node.member(key.name()).isPresent();
        }

        /**
         * Notes a fault that only shows when several values are seen together, or the whole value is. Where the value could
         * not be read there is none to judge, and nothing is noted.
         */
        public void problem(Key<?> key, String message) {
            String path = node.pathOf(key.name());
            if (!problems.isFaulty(path)) {
                problems.add(path, node.member(key.name()).map(ConfigNode::line).orElse(node.line()), message);
            }
        }

        /** Whether a key is written, if only to leave it blank. */
        public boolean isWritten(Key<?> key) {
            return node.members().containsKey(key.name());
        }

        /** What is written in the section of a key. */
        public List<ConfigNode> members(Key<?> key) {
            return node.member(key.name())
                    .map(section -> List.copyOf(section.members().values()))
                    .orElse(List.of());
        }

        /** What is written in the list of a key. */
        public List<ConfigNode> elements(Key<?> key) {
            return node.member(key.name()).map(ConfigNode::asList).orElse(List.of());
        }

        /** Where a key is written, or the section it is missing from. */
        public ConfigNode place(Key<?> key) {
            return node.member(key.name()).orElse(node);
        }

        /** Notes a fault at a place further down. */
        public void problem(ConfigNode place, String message) {
            problems.add(place, message);
        }

        /** Notes a fault of the section as a whole. */
        public void problem(String message) {
            problems.add(node, message);
        }

        /** The section as it stands in the file. */
        public ConfigNode written() {
            return node;
        }

        /** The name under which the section stands, such as {@code splunk} for {@code destinations.splunk}. */
        public String name() {
            return node.path().substring(node.path().lastIndexOf('.') + 1);
        }
    }
}
