package io.siembridge.app.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.destination.syslog.JsonEvents;
import io.siembridge.app.destination.syslog.RandomText;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Events with any text in any field and values of any type where another is meant. {@code -Dfuzz.iterations=N} runs
 * longer, {@code -Dfuzz.seed=S} elsewhere; a failure names the seed that repeats it.
 */
public final class FuzzedEvents {
    private static final int ITERATIONS = Integer.getInteger("fuzz.iterations", 2_000);
    private static final long SEED = Long.getLong("fuzz.seed", 26L);
    private static final long[] TIMES = {0, -1, 999, JsonEvents.TIME, Long.MAX_VALUE / 1_000_000, 253_402_300_799_999L};

    private FuzzedEvents() {}

    /** Tries an encoder. */
    public static void check(Consumer<OcsfEvent> encoder) {
        checkSeeds(seed -> encoder.accept(event(seed)));
    }

    /** Tries something that makes its own input of a seed. */
    public static void checkSeeds(LongConsumer trial) {
        for (int i = 0; i < ITERATIONS; i++) {
            try {
                trial.accept(SEED + i);
            } catch (RuntimeException | AssertionError | StackOverflowError failure) {
                throw new AssertionError("Repeat with -Dfuzz.iterations=1 -Dfuzz.seed=" + (SEED + i), failure);
            }
        }
    }

    private static OcsfEvent event(long seed) {
        Random random = new Random(seed);
        RandomText text = new RandomText(seed);
        EventClass[] classes = EventClass.values();
        EventClass eventClass = classes[random.nextInt(classes.length)];
        JsonNode attributes = text.everywhere(JsonEvents.attributes(eventClass));
        JsonNode spoiled = random.nextBoolean() ? attributes : retyped(attributes, random, text);
        return JsonEvents.event(
                eventClass,
                spoiled,
                text.next(),
                "uid" + text.next(),
                text.next(),
                TIMES[random.nextInt(TIMES.length)]);
    }

    private static JsonNode retyped(JsonNode node, Random random, RandomText text) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), retyped(member.getValue(), random, text)));
            return random.nextInt(10) == 0 ? another(object, random, text) : copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(each -> copy.add(retyped(each, random, text)));
            return copy;
        }
        return random.nextInt(3) == 0 ? another(JsonEvents.attributes(EventClass.BASE_EVENT), random, text) : node;
    }

    private static JsonNode another(JsonNode any, Random random, RandomText text) {
        var make = ((ObjectNode) any).objectNode();
        return switch (random.nextInt(8)) {
            case 0 -> make.numberNode(new BigDecimal("1E+400"));
            case 1 -> make.numberNode(BigInteger.TWO.pow(200));
            case 2 -> make.numberNode(random.nextLong());
            case 3 -> make.booleanNode(random.nextBoolean());
            case 4 -> make.nullNode();
            case 5 -> make.arrayNode().add(text.next()).addNull().add(1);
            case 6 -> make.objectNode().put(text.next(), text.next());
            default -> make.textNode(text.next().repeat(random.nextInt(200)));
        };
    }
}
