package io.siembridge.normalizers.wallarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.JsonSchemas;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.PayloadReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever comes, it becomes valid events or is refused as malformed; nothing else is ever thrown. */
class HostileInputTest {
    private static final String[] WRONG = {
        "null",
        "''",
        "'  '",
        "0",
        "-1.5e3",
        "true",
        "[]",
        "{}",
        "['x',null,7]",
        "{'id':{'name':[1]},'email':5}",
        "'\\u0000\\ud800|=\\n'"
    };
    private static final int MUTATIONS = 3000;

    /** In one item of each shape, each member is removed, and replaced by values of every wrong kind. */
    @TestFactory
    Stream<DynamicTest> survivesWrongTypesAndMissingMembersEverywhere() throws Exception {
        Map<String, ObjectNode> itemsByShape = new TreeMap<>();
        for (byte[] body : Webhook.samples().values()) {
            for (Item item : PayloadReader.read(body).items()) {
                if (item.json() instanceof ObjectNode object) {
                    itemsByShape.putIfAbsent(shape(object), object);
                }
            }
        }
        return itemsByShape.entrySet().stream()
                .map(item -> DynamicTest.dynamicTest(item.getKey(), () -> replaceEverything(item.getValue())));
    }

    /** The type and the names of all members: enough to tell one kind of notification from another. */
    private static String shape(ObjectNode item) {
        return item.path("details").path("notification_type").asText("flat") + " "
                + objects(item).stream()
                        .flatMap(object -> object.properties().stream())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void survivesRandomDamage() throws Exception {
        Random random = new Random(20260115);
        List<byte[]> bodies = new ArrayList<>(Webhook.samples().values());
        int readable = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = damage(bodies.get(random.nextInt(bodies.size())), random);
            try {
                List<OcsfEvent> events =
                        Webhook.normalize(damaged, Webhook.DEFAULTS).events();
                readable++;
                events.stream().limit(2).forEach(HostileInputTest::assertValid);
            } catch (MalformedPayloadException expected) {
                assertThat(expected).hasMessageNotContaining("Lindqvist");
            }
        }
        assertThat(readable).as("else the test tests the parser only").isGreaterThan(MUTATIONS / 4);
    }

    @Test
    void readsLongTextInReasonableTime() {
        String hostile = "user by IP address <a exceeded 1 in with the role A ".repeat(40_000);
        String body = Webhook.notification("create_user", "").replace("'", "\"");
        ObjectNode item = (ObjectNode) read(body).get(0);
        for (String type :
                List.of("create_user", "attacks_exceeded", "ip_blocked", "compromised_logins", "rule_update")) {
            item.put("description", hostile);
            ((ObjectNode) item.path("details")).put("notification_type", type);
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                    java.time.Duration.ofSeconds(30), () -> Webhook.normalize(item.toString()));
        }
    }

    private static void replaceEverything(ObjectNode item) {
        for (ObjectNode parent : objects(item)) {
            List<String> names = new ArrayList<>();
            parent.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode right = parent.get(name);
                for (String wrong : WRONG) {
                    parent.set(name, read(Webhook.json(wrong)));
                    check(item);
                }
                parent.remove(name);
                check(item);
                parent.set(name, right);
            }
        }
    }

    private static void check(ObjectNode item) {
        // As bytes: a lone surrogate is escaped then, where a string could not carry it.
        OcsfEvent event = Webhook.event(bytes(item));
        assertValid(event);
        if (!event.toString().contains(Secrets.MASK)) {
            CompletenessTest.assertComplete(item, event);
        }
    }

    private static void assertValid(OcsfEvent event) {
        assertThat(JsonSchemas.problems(Webhook.read(event)))
                .as(event.toString())
                .isEmpty();
    }

    private static List<ObjectNode> objects(JsonNode node) {
        List<ObjectNode> found = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            found.add(object);
        }
        node.forEach(child -> found.addAll(objects(child)));
        return found;
    }

    /** A few bytes changed, a stretch left out or doubled, or a value of one sample put into the place of another. */
    private static byte[] damage(byte[] body, Random random) {
        byte[] copy = body.clone();
        if (copy.length == 0) {
            return copy;
        }
        int at = random.nextInt(copy.length);
        switch (random.nextInt(4)) {
            case 0 -> copy[at] = (byte) random.nextInt(256);
            case 1 -> {
                int to = Math.min(copy.length, at + random.nextInt(40));
                return concat(Arrays.copyOf(copy, at), Arrays.copyOfRange(copy, to, copy.length));
            }
            case 2 -> {
                int to = Math.min(copy.length, at + random.nextInt(40));
                return concat(Arrays.copyOf(copy, to), Arrays.copyOfRange(copy, at, copy.length));
            }
            default -> {
                return shuffled(copy, random);
            }
        }
        return copy;
    }

    private static byte[] concat(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    /** The same members with their values exchanged. */
    private static byte[] shuffled(byte[] body, Random random) {
        JsonNode tree;
        try {
            tree = Webhook.JSON.readTree(body);
        } catch (java.io.IOException noTree) {
            return body;
        }
        List<Consumer<JsonNode>> places = new ArrayList<>();
        List<JsonNode> values = new ArrayList<>();
        collect(tree, places, values);
        for (int i = 0; i < 3 && !places.isEmpty(); i++) {
            places.get(random.nextInt(places.size()))
                    .accept(values.get(random.nextInt(values.size())).deepCopy());
        }
        return bytes(tree);
    }

    private static void collect(JsonNode node, List<Consumer<JsonNode>> places, List<JsonNode> values) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                places.add(value -> object.set(member.getKey(), value));
                values.add(member.getValue());
                collect(member.getValue(), places, values);
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(element -> collect(element, places, values));
        }
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return Webhook.JSON.writeValueAsBytes(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return Webhook.JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
