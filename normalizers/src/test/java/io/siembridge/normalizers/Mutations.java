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
import java.util.List;
import java.util.Locale;
import java.util.Random;

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
            List<ContainerNode<?>> containers = new ArrayList<>();
            collect(tree, containers);
            if (containers.isEmpty()) {
                return value().toString().getBytes(StandardCharsets.UTF_8);
            }
            ContainerNode<?> container = containers.get(random.nextInt(containers.size()));
            if (container instanceof ObjectNode object) {
                mutate(object);
            } else {
                mutate((ArrayNode) container);
            }
            return SampleCase.JSON.writeValueAsBytes(tree);
        } catch (IOException | NumberFormatException alreadyBroken) {
            return mutateBytes(body);
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
        return NODES.rawValueNode(new RawValue(VALUES.get(random.nextInt(VALUES.size()))));
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
