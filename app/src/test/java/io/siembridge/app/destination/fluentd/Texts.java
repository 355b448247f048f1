package io.siembridge.app.destination.fluentd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Random;

/** Random text and JSON, the same for the same seed. */
final class Texts {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 5;

    private Texts() {}

    /** Well-formed text of every plane, with control characters, quotes and line ends among it. */
    static String random(Random random, int codePoints) {
        StringBuilder text = new StringBuilder();
        while (text.codePointCount(0, text.length()) < codePoints) {
            int codePoint = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(0x80);
                case 1 -> random.nextInt(0x800);
                case 2 -> random.nextInt(0x10000);
                default -> random.nextInt(Character.MAX_CODE_POINT + 1);
            };
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }

    static JsonNode randomTree(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(depth < DEEPEST ? 8 : 6) + 2 - (depth < DEEPEST ? 2 : 0);
        return switch (kind) {
            case 0 -> {
                ObjectNode object = JSON.objectNode();
                for (int i = random.nextInt(20); i >= 0; i--) {
                    object.set(random(random, random.nextInt(12)), randomTree(random, depth + 1));
                }
                yield object;
            }
            case 1 -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = random.nextInt(20); i > 0; i--) {
                    array.add(randomTree(random, depth + 1));
                }
                yield array;
            }
            case 2 -> JSON.numberNode(random.nextLong());
            case 3 -> JSON.numberNode(random.nextInt(300) - 150);
            case 4 -> JSON.numberNode(BigDecimal.valueOf(random.nextInt(1_000_000), 3));
            case 5 -> JSON.booleanNode(random.nextBoolean());
            case 6 -> JSON.nullNode();
            default -> JSON.textNode(random(random, random.nextInt(40)));
        };
    }
}
