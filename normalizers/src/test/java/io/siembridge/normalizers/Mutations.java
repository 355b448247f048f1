package io.siembridge.normalizers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Ways to spoil a payload, chosen by a seeded source of chance. */
final class Mutations {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Values as JSON text: every type, and what is odd about each. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "9.0",
            "1e400",
            "1e999999999",
            "-1E-999999999",
            "1e9999999999",
            "9007199254740993",
            "1" + "0".repeat(900),
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"word\\u0000\"",
            "\"\\u0000\\u001b[31m\\n\\t\\u0085\\u2028\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00 äöü | = \\\\ \\\"\"",
            "\"" + "long".repeat(30_000) + "\"",
            "\"0001-01-01T00:00:00Z\"",
            "\"+999999999-12-31T23:59:59.999999999-18:00\"",
            "\"2026-01-15T11:00:00.123456789123+01:00\"",
            "\"1768474800\"",
            "\"192.0.2.1:80\"",
            "\"a@b@c\"",
            "\"https://[::1\"",
            "[]",
            "{}",
            "[null]",
            "[[[]]]",
            "{\"a\":{\"b\":[{}]}}",
            "[\"x\",1,null,{\"id\":1},[2]]",
            "{\"\":\"\",\"id\":{},\"name\":[],\"type\":1}",
            "[".repeat(150) + "]".repeat(150),
            "{\"a\":".repeat(250) + "1" + "}".repeat(250),
            "[" + "1,".repeat(5_000) + "1]");

    private static final List<String> SMALL_VALUES =
            VALUES.stream().filter(value -> value.length() < 200).toList();

    private static final List<String> NAMES = List.of(
            "",
            " ",
            "a.b",
            "[0]",
            "id",
            "type",
            "event",
            "__proto__",
            "\ud800",
            "\u0000",
            "ä",
            "name",
            "status",
            "x".repeat(5_000));

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** The tree of a body; empty for lines, which have none, and for what is no JSON. */
    static Optional<JsonNode> tree(byte[] body) {
        try {
            return Optional.of(SampleCase.JSON.readTree(body)).filter(tree -> !tree.isMissingNode());
        } catch (IOException | NumberFormatException noTree) {
            return Optional.empty();
        }
    }

    /** The names of all members: enough to tell one kind of payload from another. */
    static Set<String> shape(byte[] body) {
        Set<String> names = new TreeSet<>();
        tree(body).ifPresent(tree -> {
            for (ContainerNode<?> container : containers(tree)) {
                container.properties().forEach(member -> names.add(member.getKey()));
            }
        });
        return names;
    }

    /**
     * A body for each member that lacks it, and some in which its value is of the wrong kind. Of members that have one
     * path but for their indexes, only the first is spoiled.
     */
    static List<byte[]> withEachMemberSpoiled(byte[] body, int valuesForEach) throws JsonProcessingException {
        List<byte[]> bodies = new ArrayList<>();
        JsonNode tree = tree(body).orElseThrow();
        Map<String, ObjectNode> parents = new LinkedHashMap<>();
        collectMembers(tree, "", parents);
        int next = 0;
        for (Map.Entry<String, ObjectNode> member : parents.entrySet()) {
            String name = member.getKey().substring(member.getKey().lastIndexOf('\n') + 1);
            ObjectNode parent = member.getValue();
            JsonNode right = parent.remove(name);
            bodies.add(SampleCase.JSON.writeValueAsBytes(tree));
            for (int i = 0; i < valuesForEach; i++) {
                parent.set(name, raw(SMALL_VALUES.get(next++ % SMALL_VALUES.size())));
                bodies.add(SampleCase.JSON.writeValueAsBytes(tree));
            }
            parent.set(name, right);
        }
        return bodies;
    }

    private static void collectMembers(JsonNode value, String path, Map<String, ObjectNode> parents) {
        value.properties().forEach(member -> {
            String memberPath = path + "\n" + member.getKey();
            parents.putIfAbsent(memberPath, (ObjectNode) value);
            collectMembers(member.getValue(), memberPath, parents);
        });
        if (value.isArray()) {
            value.forEach(element -> collectMembers(element, path, parents));
        }
    }

    byte[] mutate(byte[] body) {
        byte[] mutated = body;
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutated = random.nextInt(4) == 0 ? mutateBytes(mutated) : mutateTree(mutated);
        }
        return mutated;
    }

    private byte[] mutateBytes(byte[] body) {
        if (body.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(body.length);
        byte[] changed = body.clone();
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> {
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 2 -> {
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 3 -> join(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, body);
            case 4 -> join(body, "\n".getBytes(StandardCharsets.UTF_8), body);
            case 5 -> join(body, random.nextBoolean() ? new byte[] {'x'} : new byte[] {'\n', '}'});
            case 6 ->
                join(
                        "[".getBytes(StandardCharsets.UTF_8),
                        body,
                        ",".getBytes(StandardCharsets.UTF_8),
                        body,
                        "]".getBytes(StandardCharsets.UTF_8));
            default ->
                join(Arrays.copyOf(body, at), Arrays.copyOfRange(body, random.nextInt(body.length), body.length));
        };
    }

    private byte[] mutateTree(byte[] body) {
        try {
            JsonNode tree = SampleCase.JSON.readTree(body);
            List<ContainerNode<?>> containers = containers(tree);
            if (containers.isEmpty()) {
                return value().toString().getBytes(StandardCharsets.UTF_8);
            }
            ContainerNode<?> container = containers.get(random.nextInt(containers.size()));
            if (random.nextInt(5) == 0) {
                exchange(containers, container);
            } else if (container instanceof ObjectNode object) {
                mutate(object);
            } else {
                mutate((ArrayNode) container);
            }
            return SampleCase.JSON.writeValueAsBytes(tree);
        } catch (IOException | NumberFormatException alreadyBroken) {
            return mutateBytes(body);
        }
    }

    /** A value of another place of the same payload. */
    private void exchange(List<ContainerNode<?>> containers, ContainerNode<?> container) {
        ContainerNode<?> other = containers.get(random.nextInt(containers.size()));
        if (other.isEmpty() || container.isEmpty()) {
            return;
        }
        List<JsonNode> values = new ArrayList<>();
        other.forEach(values::add);
        JsonNode value = values.get(random.nextInt(values.size())).deepCopy();
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            object.set(names.get(random.nextInt(names.size())), value);
        } else {
            ((ArrayNode) container).set(random.nextInt(container.size()), value);
        }
    }

    private void mutate(ObjectNode object) throws JsonProcessingException {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() ? "added" : names.get(random.nextInt(names.size()));
        JsonNode value = object.path(name);
        switch (random.nextInt(7)) {
            case 0, 1, 2 -> object.set(name, value());
            case 3 -> object.remove(name);
            case 4 -> object.set(NAMES.get(random.nextInt(NAMES.size())), value());
            case 5 -> {
                object.remove(name);
                object.set(
                        random.nextBoolean() ? name.toUpperCase(Locale.ROOT) : name + "2",
                        value.isMissingNode() ? value() : value);
            }
            default -> repeat(object, name);
        }
    }

    /** A tree cannot hold two members of one name; a piece of raw text can. */
    private void repeat(ObjectNode object, String name) throws JsonProcessingException {
        String other = SampleCase.JSON.writeValueAsString(NODES.objectNode().set(name, value()));
        String member = SampleCase.JSON.writeValueAsString(
                object.path(name).isMissingNode() ? NODES.nullNode() : object.path(name));
        String inner = other.substring(1, other.length() - 1);
        object.set(name, NODES.rawValueNode(new RawValue(member + "," + inner)));
    }

    private void mutate(ArrayNode array) {
        int at = array.isEmpty() ? 0 : random.nextInt(array.size());
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                if (!array.isEmpty()) {
                    array.set(at, value());
                }
            }
            case 2 -> array.remove(at);
            case 3 -> array.insert(at, value());
            default -> {
                JsonNode copied = array.path(at);
                for (int i = random.nextInt(100); i >= 0 && !copied.isMissingNode(); i--) {
                    array.add(copied);
                }
            }
        }
    }

    private JsonNode value() {
        return raw(VALUES.get(random.nextInt(VALUES.size())));
    }

    private static JsonNode raw(String json) {
        return NODES.rawValueNode(new RawValue(json));
    }

    private static List<ContainerNode<?>> containers(JsonNode tree) {
        List<ContainerNode<?>> containers = new ArrayList<>();
        collect(tree, containers);
        return containers;
    }

    private static void collect(JsonNode value, List<ContainerNode<?>> containers) {
        if (value instanceof ContainerNode<?> container) {
            containers.add(container);
            value.forEach(child -> collect(child, containers));
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
