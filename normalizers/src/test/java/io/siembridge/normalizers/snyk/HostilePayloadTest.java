package io.siembridge.normalizers.snyk;

import static io.siembridge.normalizers.snyk.Snapshots.normalize;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.JsonSchemas;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a body is like, it becomes valid events without loss, or is refused as malformed. */
class HostilePayloadTest {
    private static final long SEED = 20_260_115L;
    private static final int ROUNDS_PER_SAMPLE = 150;

    /** What a member may turn into: every JSON type, numbers beyond all bounds, text that breaks lines and encodings. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "9.0",
            "1e400",
            "123456789012345678901234567890",
            "\"\"",
            "\" \"",
            "\"None\"",
            "\"x\"",
            "\"a\\u0000\\r\\nb\\u2028c\\u0085\"",
            "\"\\ud800 lone\"",
            "\"𝄞\"",
            "\"2026-13-45T99:99:99Z\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"CVE-2026-99999\"",
            "[]",
            "{}",
            "[null]",
            "[[[]]]",
            "[{\"id\": 1}, \"text\", 2]",
            "{\"id\": {\"id\": []}}",
            "{\"\": {\"a.b\": \"odd name\"}}");

    @Test
    void wrongTypesAndMissingMembersBecomeValidEventsWithoutLoss() throws IOException {
        Random random = new Random(SEED);
        for (Snapshots.Sample sample : Snapshots.samples()) {
            JsonNode original = Snapshots.JSON.readTree(sample.body());
            for (int round = 0; round < ROUNDS_PER_SAMPLE; round++) {
                JsonNode body = original.deepCopy();
                int changes = 1 + random.nextInt(4);
                for (int i = 0; i < changes; i++) {
                    change(body, random);
                }
                checkTree(sample.headers(), body);
            }
        }
    }

    @Test
    void brokenBytesBecomeValidEventsOrAreRefused() throws IOException {
        Random random = new Random(SEED);
        int refused = 0;
        int normalized = 0;
        for (Snapshots.Sample sample : Snapshots.samples()) {
            for (int round = 0; round < ROUNDS_PER_SAMPLE; round++) {
                byte[] body = sample.body().clone();
                int changes = 1 + random.nextInt(3);
                for (int i = 0; i < changes; i++) {
                    body[random.nextInt(body.length)] = (byte) random.nextInt(256);
                }
                try {
                    checkEvents(normalize(sample.headers(), body).events());
                    normalized++;
                } catch (MalformedPayloadException expected) {
                    refused++;
                }
            }
        }
        assertThat(refused).isPositive();
        assertThat(normalized).isPositive();
    }

    @Test
    void everyMemberMayBeMissingOrOfAnyType() throws IOException {
        for (Snapshots.Sample sample : Snapshots.samples()) {
            if (sample.name().equals("new-vulnerability")) {
                JsonNode original = Snapshots.JSON.readTree(sample.body());
                int places = places(original).size();
                for (int place = 0; place < places; place++) {
                    for (String value : List.of("null", "[]", "{}", "7", "\"text\"", "[\"text\"]", "{\"a\": \"b\"}")) {
                        JsonNode body = original.deepCopy();
                        places(body).get(place).replace(Snapshots.JSON.readTree(value));
                        checkTree(sample.headers(), body);
                    }
                    JsonNode body = original.deepCopy();
                    places(body).get(place).remove();
                    checkTree(sample.headers(), body);
                }
            }
        }
    }

    private static void checkTree(Map<String, String> headers, JsonNode body) throws IOException {
        List<OcsfEvent> events = normalize(headers, body).events();
        checkEvents(events);
        List<JsonNode> items = itemsOf(headers, body);
        for (int i = 0; i < items.size(); i++) {
            assertThat(Leaves.lost(items.get(i), events.get(i)))
                    .as("lost from event " + i + " of " + body)
                    .isEmpty();
        }
    }

    /** The issues of a snapshot; else, or where it has none, the body as a whole. */
    private static List<JsonNode> itemsOf(Map<String, String> headers, JsonNode body) {
        boolean snapshot = headers.getOrDefault("x-snyk-event", "").startsWith("project_snapshot");
        List<JsonNode> issues = snapshot && body instanceof ObjectNode object ? Leaves.items(object) : List.of();
        return issues.isEmpty() && snapshot ? List.of(body) : issues;
    }

    private static void checkEvents(List<OcsfEvent> events) throws IOException {
        assertThat(events).extracting(OcsfEvent::uid).doesNotHaveDuplicates();
        for (OcsfEvent event : events) {
            JsonNode read = Snapshots.JSON.readTree(event.toBytes());
            assertThat(JsonSchemas.problems(read)).as(event.toString()).isEmpty();
        }
    }

    private static void change(JsonNode body, Random random) throws IOException {
        List<Place> places = places(body);
        if (places.isEmpty()) {
            return;
        }
        Place place = places.get(random.nextInt(places.size()));
        switch (random.nextInt(5)) {
            case 0 -> place.remove();
            case 1 ->
                place.replace(places.get(random.nextInt(places.size())).value().deepCopy());
            case 2 -> place.add(Snapshots.JSON.readTree(VALUES.get(random.nextInt(VALUES.size()))));
            default -> place.replace(Snapshots.JSON.readTree(VALUES.get(random.nextInt(VALUES.size()))));
        }
    }

    /** Every member and every element of a tree, in a fixed order. */
    private static List<Place> places(JsonNode tree) {
        List<Place> places = new ArrayList<>();
        collect(tree, places);
        return places;
    }

    private static void collect(JsonNode value, List<Place> places) {
        if (value instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                places.add(new Place(object, member.getKey(), -1, member.getValue()));
                collect(member.getValue(), places);
            });
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                places.add(new Place(array, "", i, array.path(i)));
                collect(array.path(i), places);
            }
        }
    }

    private record Place(JsonNode parent, String name, int index, JsonNode value) {
        void replace(JsonNode other) {
            if (parent instanceof ObjectNode object) {
                object.set(name, other);
            } else if (parent instanceof ArrayNode array) {
                array.set(index, other);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(name);
            } else if (parent instanceof ArrayNode array) {
                array.remove(index);
            }
        }

        void add(JsonNode other) {
            if (parent instanceof ObjectNode object) {
                object.set(name + "New", other);
            } else if (parent instanceof ArrayNode array) {
                array.add(other);
            }
        }
    }
}
