package io.siembridge.normalizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.siembridge.normalizers.ocsf.HalfPairs;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The scalar values of a JSON tree, as a set to look others up in. */
final class Scalars {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    private final Set<String> texts = new HashSet<>();
    private final Set<BigDecimal> numbers = new HashSet<>();

    /** What an event says. The text it was made from counts where it is all that a base event can say. */
    static Scalars ofEvent(JsonNode event) {
        Scalars scalars = new Scalars();
        event.properties().forEach(member -> {
            if (!member.getKey().equals("raw_data")) {
                scalars.addAll(member.getValue());
            } else if (event.path("class_uid").asInt() == 0) {
                scalars.addAll(original(member.getValue().asText()));
            }
        });
        return scalars;
    }

    /** The original text may spell what this test's reader refuses in names. */
    private static JsonNode original(String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        HalfPairs.replaceIn(json);
        try {
            return SampleCase.JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("raw_data is not JSON", e);
        }
    }

    void addAll(JsonNode value) {
        forEachLeaf(value, "", (path, leaf) -> {
            texts.add(leaf.asText());
            if (leaf.isNumber()) {
                numbers.add(leaf.decimalValue().stripTrailingZeros());
            }
        });
    }

    void addAll(Scalars others) {
        texts.addAll(others.texts);
        numbers.addAll(others.numbers);
    }

    /** Whether the value is among them: as the same text, or as an equal number. */
    boolean hold(JsonNode leaf) {
        String text = leaf.asText();
        boolean number = leaf.isNumber() || NUMBER.matcher(text).matches();
        return texts.contains(text) || (number && numbers.contains(new BigDecimal(text).stripTrailingZeros()));
    }

    /** Whether the value is part of one of the texts. */
    boolean embed(JsonNode leaf) {
        return texts.stream().anyMatch(text -> text.contains(leaf.asText()));
    }

    boolean holdText(String text) {
        return texts.contains(text);
    }

    /** Visits every scalar that says something, with its path without indexes. */
    private static void forEachLeaf(JsonNode value, String path, BiConsumer<String, JsonNode> visit) {
        value.properties().forEach(member -> forEachLeaf(member.getValue(), path + "." + member.getKey(), visit));
        if (value.isArray()) {
            value.forEach(element -> forEachLeaf(element, path, visit));
        } else if (value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
            visit.accept(path, value.isTextual() ? withoutHalfPairs(value.textValue()) : value);
        }
    }

    /** Events are written with U+FFFD for half a surrogate pair, which is what Java's encoders make of it, too. */
    private static JsonNode withoutHalfPairs(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_16BE);
        return TextNode.valueOf(new String(encoded, StandardCharsets.UTF_16BE));
    }

    /** The leaves of a tree that should be among these values and are not, and those that should not and are. */
    List<String> faults(JsonNode tree, Exceptions exceptions) {
        List<String> faults = new ArrayList<>();
        forEachLeaf(tree, "", (path, leaf) -> {
            if (endsWithAny(path, exceptions.masked())) {
                if (hold(leaf) || embed(leaf)) {
                    faults.add("shown: " + path + "=" + leaf);
                }
            } else if (!found(path, leaf, exceptions)) {
                faults.add("lost: " + path + "=" + leaf);
            }
        });
        return faults;
    }

    /** The leaves of a tree that are not among these values, but for secret ones. */
    List<String> lost(JsonNode tree, Exceptions exceptions) {
        List<String> lost = new ArrayList<>();
        forEachLeaf(tree, "", (path, leaf) -> {
            if (!passesAny(path, exceptions.masked()) && !found(path, leaf, exceptions)) {
                lost.add(path + "=" + leaf);
            }
        });
        return lost;
    }

    /** The secrets of a tree that a text shows. */
    static List<String> shownSecrets(String text, JsonNode tree, Exceptions exceptions) {
        List<String> shown = new ArrayList<>();
        forEachLeaf(tree, "", (path, leaf) -> {
            if (endsWithAny(path, exceptions.masked()) && text.contains(leaf.asText())) {
                shown.add(path);
            }
        });
        return shown;
    }

    private boolean found(String path, JsonNode leaf, Exceptions exceptions) {
        return hold(leaf)
                || (endsWithAny(path, exceptions.embedded()) && embed(leaf))
                || (endsWithAny(path, exceptions.seconds()) && hold(LongNode.valueOf(leaf.asLong() * 1000)));
    }

    /** Whether it is one of the paths or lies below one: a secret may be replaced by an object. */
    private static boolean passesAny(String path, Set<String> endings) {
        String lowerCase = path.toLowerCase(Locale.ROOT) + ".";
        return endings.stream().anyMatch(ending -> lowerCase.contains("." + ending + "."));
    }

    private static boolean endsWithAny(String path, Set<String> endings) {
        String lowerCase = path.toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(ending -> lowerCase.endsWith("." + ending));
    }
}
