package io.siembridge.normalizers.soveren;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.JsonSchemas;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever stands in a payload, there is one valid event that lacks none of it, or the body is no JSON. */
class RobustnessTest {
    private static final List<String> VALUES = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"text\"",
            "\"\\u0000\\u2028\\ud83d\\ude86\"",
            "0",
            "-1.50",
            "1e999",
            "12345678901234567890123",
            "true",
            "false",
            "[]",
            "{}",
            "[null]",
            "[[\"deep\"]]",
            "[{\"name\":{\"x\":1},\"link\":[2]}]",
            "{\"name\":[\"n\"],\"link\":{\"l\":1},\"namespace\":7,\"groups\":\"g\"}",
            "{\"url\":{},\"URL\":8,\"hostname\":[\"h\"],\"method\":false}");

    /** A payload in which every documented member has a value. */
    private static ObjectNode everything() {
        ObjectNode object = Webhooks.sample("3rd-party-policy-violation");
        for (String store : List.of("policy-violation-dar", "started-storing-datatype", "new-data-storage")) {
            Webhooks.sample(store)
                    .properties()
                    .forEach(member -> object.putIfAbsent(member.getKey(), member.getValue()));
        }
        object.put("collection", "waybills").put("release_notes_link", "https://docs.soveren.io/notes");
        ((ObjectNode) object.path("endpoint")).put("URL", "/other");
        ((ObjectNode) object.path("receiving")).put("namespace", "outside");
        return object;
    }

    @TestFactory
    Stream<DynamicTest> survivesEveryKindOfValueInEveryMember() {
        ObjectNode template = everything();
        List<String> types = List.of("policy_violation", "new_data_type", "discovery_complete", "unheard_of");
        return pathsOf("", template)
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    for (int i = 0; i < VALUES.size(); i++) {
                        // The type rotates over paths and values: each value meets every type somewhere.
                        String type = types.get((i + path.length()) % types.size());
                        ObjectNode object = template.deepCopy().put("event_type", type);
                        replace(object, path, Webhooks.json(VALUES.get(i)));
                        check(object);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> survivesTheLackOfEveryMember() {
        ObjectNode template = everything();
        return pathsOf("", template)
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    ObjectNode object = template.deepCopy();
                    remove(object, path);
                    check(object);
                }));
    }

    @Test
    void losesNothingOfAnySample() throws Exception {
        for (Map.Entry<String, byte[]> sample : Webhooks.samples().entrySet()) {
            if (sample.getKey().equals("lines-of-events")) {
                continue; // Not one JSON text, and one line of it is none at all.
            }
            JsonNode body = Webhooks.json(new String(sample.getValue(), StandardCharsets.UTF_8));
            List<OcsfEvent> events =
                    Webhooks.normalize(sample.getValue(), Webhooks.DEFAULTS).events();
            for (int i = 0; i < events.size(); i++) {
                Leaves.assertNoneLost(body.isArray() ? body.get(i) : body, events.get(i));
            }
        }
    }

    @Test
    void survivesRandomTrees() {
        Random random = new Random(20260115);
        List<ObjectNode> samples = new ArrayList<>();
        for (EventType type : EventType.values()) {
            samples.add(Webhooks.sample(type.word().replace('_', '-')));
        }
        samples.add(everything());
        for (int round = 0; round < 3000; round++) {
            ObjectNode object = samples.get(random.nextInt(samples.size())).deepCopy();
            for (int change = random.nextInt(6); change >= 0; change--) {
                mutate(object, random);
            }
            check(object);
        }
    }

    @Test
    void survivesRandomBytes() {
        Random random = new Random(15012026);
        List<byte[]> samples = List.copyOf(Webhooks.samples().values());
        int readable = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] body = samples.get(random.nextInt(samples.size())).clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                body[random.nextInt(body.length)] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "{}[],:\"\\n0-e".charAt(random.nextInt(12)));
            }
            try {
                Normalization result = Webhooks.normalize(body, Webhooks.DEFAULTS);
                result.events().forEach(RobustnessTest::checkValid);
                readable++;
            } catch (MalformedPayloadException notJson) {
                assertThat(notJson).hasMessageNotContaining("app.soveren.io");
            }
        }
        assertThat(readable).as("mutations that left JSON").isGreaterThan(300);
    }

    private static void check(ObjectNode object) {
        OcsfEvent event = Webhooks.eventOf(object);
        checkValid(event);
        Leaves.assertNoneLost(Webhooks.json(object.toString()), event);
        assertThat(Webhooks.eventOf(object).toString()).isEqualTo(event.toString());
    }

    private static void checkValid(OcsfEvent event) {
        assertThat(JsonSchemas.problems(Webhooks.read(event)))
                .as(event.toString())
                .isEmpty();
    }

    private static void mutate(ObjectNode object, Random random) {
        List<String> paths = pathsOf("", object).toList();
        if (paths.isEmpty()) {
            return;
        }
        String path = paths.get(random.nextInt(paths.size()));
        JsonNode value = object.at(path);
        switch (random.nextInt(5)) {
            case 0 -> remove(object, path);
            case 1 ->
                replace(object, path, object.arrayNode().add(value.deepCopy()).add(value.deepCopy()));
            case 2 -> replace(object, path, object.objectNode().set("name", value.deepCopy()));
            case 3 ->
                replace(
                        object,
                        path,
                        object.at(paths.get(random.nextInt(paths.size()))).deepCopy());
            default -> replace(object, path, Webhooks.json(VALUES.get(random.nextInt(VALUES.size()))));
        }
    }

    /** JSON pointers to every value below the root. */
    private static Stream<String> pathsOf(String path, JsonNode value) {
        List<String> paths = new ArrayList<>();
        value.properties().forEach(member -> paths.add(path + "/" + member.getKey()));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            paths.add(path + "/" + i);
        }
        return paths.stream()
                .flatMap(each ->
                        Stream.concat(Stream.of(each), pathsOf(each, value.at(each.substring(path.length())))));
    }

    private static void replace(ObjectNode object, String path, JsonNode value) {
        JsonNode parent = object.at(path.substring(0, path.lastIndexOf('/')));
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), value);
        } else {
            ((ObjectNode) parent).set(last, value);
        }
    }

    private static void remove(ObjectNode object, String path) {
        JsonNode parent = object.at(path.substring(0, path.lastIndexOf('/')));
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (parent instanceof ArrayNode array) {
            array.remove(Integer.parseInt(last));
        } else {
            ((ObjectNode) parent).remove(last);
        }
    }
}
