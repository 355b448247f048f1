package io.siembridge.app.destination.syslog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Random;

/** Text that tries to break out of a line, from a seed. */
public final class RandomText {
    private static final List<String> NASTY = List.of(
            "\n",
            "\r",
            "\r\n",
            "\t",
            "\0",
            "\u001b[31m",
            "\u007f",
            "\u0085",
            "\u2028",
            "\u2029",
            "\u000b",
            "\f",
            "|",
            "\\|",
            "\\",
            "\\\\",
            "=",
            "\\=",
            "^",
            "^src=6.6.6.6",
            "\tsrc=6.6.6.6",
            " src=6.6.6.6",
            " cs1=forged",
            "\\n",
            "\\r",
            "\n<13>1 - h a - - - ",
            "\n12 <13>1 forged",
            "LEEF:2.0|a|b|c|d|^|",
            "CEF:0|a|b|c|d|e|9|",
            "\uD83D\uDD12",
            "\uD83D",
            "\uDD12",
            "\uFFFD",
            "\u202E",
            "\u2066",
            "\uFEFF",
            "é",
            "漢",
            "\"",
            "]",
            " ",
            "  ");

    private final Random random;

    public RandomText(long seed) {
        random = new Random(seed);
    }

    public String next() {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(8);
        for (int i = 0; i < parts; i++) {
            text.append(random.nextBoolean() ? NASTY.get(random.nextInt(NASTY.size())) : word());
        }
        return text.toString();
    }

    /** The same tree with other text in every place where text stands. */
    public JsonNode everywhere(JsonNode node) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(next());
        }
        if (node.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(everywhere(element)));
            return array;
        }
        if (node.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> object.set(field.getKey(), everywhere(field.getValue())));
            return object;
        }
        return node;
    }

    private String word() {
        return random.ints(1 + random.nextInt(6), 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
