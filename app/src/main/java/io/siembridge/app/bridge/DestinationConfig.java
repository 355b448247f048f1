package io.siembridge.app.bridge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Key;
import io.siembridge.app.config.NearestName;
import io.siembridge.app.config.Problems;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueType;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.config.Written;
import io.siembridge.app.destination.CommonKeys;
import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.destination.DestinationFactory;
import io.siembridge.app.destination.DestinationType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configured destination: what its worker needs to know, and what makes it.
 *
 * @param rate at most so many events in a second
 * @param written what stands in the file, to know whether it has changed
 */
public record DestinationConfig(
        String name, String type, Retry retry, Optional<Double> rate, DestinationFactory factory, Written written) {
    /** Notes files that two destinations would write; only one of them could. */
    static void checkThatFilesDiffer(Section.Values values, Key<?> destinations, List<DestinationType> types) {
        Map<Path, String> writers = new HashMap<>();
        for (ConfigNode destination : values.members(destinations)) {
            types.stream()
                    .filter(type -> isOf(type, destination))
                    .flatMap(type -> type.ownFile(destination).stream())
                    .forEach(path -> {
                        Path file = ValueTypes.path().read(path, new Problems());
                        String other = writers.putIfAbsent(file.toAbsolutePath().normalize(), destination.path());
                        if (other != null) {
                            values.problem(path, "is the file of " + other + ", too; give each a file of its own");
                        }
                    });
        }
    }

    private static boolean isOf(DestinationType type, ConfigNode destination) {
        return destination
                .member(CommonKeys.TYPE.name())
                .filter(written -> written.text().equals(type.id()))
                .isPresent();
    }

    /**
     * Whether its worker can stay. With {@code tls} it cannot: the certificates in the files it names may be others by
     * now.
     */
    boolean isSameAs(DestinationConfig other) {
        return written.equals(other.written) && !written.has("tls");
    }

    /** The section of a destination: which keys it may hold depends on the type it names. */
    static ValueType<DestinationConfig> section(List<DestinationType> types) {
        Map<String, DestinationType> byId = new LinkedHashMap<>();
        types.forEach(type -> byId.put(type.id(), type));
        return new Typed(byId);
    }

    /** Reads the section by the type it names. */
    private record Typed(Map<String, DestinationType> byId) implements ValueType<DestinationConfig> {
        private static final Section<Shared> COMMON = Section.of(
                values -> new Shared(values.get(CommonKeys.RETRY), values.get(CommonKeys.RATE)),
                CommonKeys.RETRY,
                CommonKeys.RATE);

        private record Shared(Retry retry, Optional<Double> rate) {}

        @Override
        public DestinationConfig read(ConfigNode node, Problems problems) {
            Optional<DestinationType> type = type(node, problems);
            if (type.isEmpty()) {
                return placeholder();
            }
            String name = node.path().substring(node.path().lastIndexOf('.') + 1);
            DestinationFactory factory = type.get().section().read(node, problems);
            // The type's section has judged every key; here its faults would only be told twice.
            Shared common = COMMON.read(only(node, COMMON.keys()), new Problems());
            return new DestinationConfig(
                    name, type.get().id(), common.retry(), common.rate(), factory, new Written(node));
        }

        private Optional<DestinationType> type(ConfigNode node, Problems problems) {
            Optional<ConfigNode> written = node.member(CommonKeys.TYPE.name());
            if (written.isEmpty()) {
                problems.add(
                        node.pathOf(CommonKeys.TYPE.name()),
                        node.line(),
                        "is missing; known are " + String.join(", ", byId.keySet()));
                return Optional.empty();
            }
            String id = written.get().text();
            if (!byId.containsKey(id)) {
                problems.add(written.get(), "unknown type of destination" + NearestName.hint(id, byId.keySet()));
            }
            return Optional.ofNullable(byId.get(id));
        }

        private static ConfigNode only(ConfigNode node, List<Key<?>> keys) {
            Map<String, ConfigNode> kept = new LinkedHashMap<>(node.members());
            kept.keySet().retainAll(keys.stream().map(Key::name).toList());
            return ConfigNode.section(node.path(), node.line(), kept);
        }

        @Override
        public DestinationConfig placeholder() {
            DestinationFactory unusable = context -> {
                throw new IllegalStateException("A configuration with faults is never used");
            };
            return new DestinationConfig(
                    "",
                    "",
                    new Retry(Duration.ZERO, 0),
                    Optional.empty(),
                    unusable,
                    new Written(ConfigNode.nothing("", 0)));
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            ArrayNode choices = schema.putArray("oneOf");
            byId.forEach((id, type) -> {
                ObjectNode choice = type.section().schema();
                choice.withObject("/properties/type").put("const", id);
                choices.add(choice);
            });
            return schema;
        }
    }
}
