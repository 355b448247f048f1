package io.siembridge.normalizers.vendor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.normalizers.ocsf.HalfPairs;
import io.siembridge.normalizers.vendor.Normalization.UnreadableItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body into its items. The framing is read from the body itself, never from {@code Content-Type}: an array is
 * one item an element, an object is one item, and an object followed by more lines is NDJSON, where one broken line does
 * not take its neighbours with it.
 */
public final class PayloadReader {
    /** Deep enough for any real payload, shallow enough that walking it cannot exhaust a stack. */
    static final int MAX_DEPTH = 200;

    /**
     * Of items in a body, and so of events made of it. Real deliveries have hundreds. An event takes some kilobytes of
     * memory, whatever the two bytes are that it is made of.
     */
    static final int MAX_ITEMS = 50_000;

    /** Some bytes for each value, as in any real payload, keep the tree of a body within memory. */
    private static final int MAX_TOKENS = 2_000_000;

    /** Grammar allows any exponent, the parser does not, and says so by an exception that quotes the number. */
    private static final String OUT_OF_RANGE = "a number has an exponent beyond any range";

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(1_000)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(50_000)
            .maxDocumentLength(-1)
            .maxTokenCount(MAX_TOKENS)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectReader LENIENT = MAPPER.readerFor(JsonNode.class);
    private static final ObjectReader STRICT = LENIENT.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private PayloadReader() {}

    /**
     * The items of a body, in order. An empty body and an empty array have none.
     *
     * @throws MalformedPayloadException when nothing of the body can be read
     */
    public static Items read(byte[] body) throws MalformedPayloadException {
        int start = startOfText(body);
        byte[] text = start == 0 ? body : Arrays.copyOfRange(body, start, body.length);
        if (text.length == 0) {
            return new Items(List.of(), List.of());
        }
        refuseOtherEncodings(text);
        return switch (text[0]) {
            case '[' -> readArray(text);
            case '{' -> readObjects(text);
            default -> new Items(List.of(new Item(0, parse(text, "body"), text, 0, text.length)), List.of());
        };
    }

    /** Jackson would guess UTF-16 and UTF-32; JSON on the wire is UTF-8 (RFC 8259, section 8.1). */
    private static void refuseOtherEncodings(byte[] text) throws MalformedPayloadException {
        boolean byteOrderMark = text[0] == (byte) 0xFE || text[0] == (byte) 0xFF;
        boolean wideCharacters = text[0] == 0 || (text.length > 1 && text[1] == 0);
        if (byteOrderMark || wideCharacters) {
            throw new MalformedPayloadException("The body is not UTF-8: it looks like UTF-16 or binary data");
        }
    }

    private static Items readArray(byte[] text) throws MalformedPayloadException {
        try {
            return new Items(elements(text, text, STRICT, false), List.of());
        } catch (IOException repeatedNameOrWorse) {
            return readArrayLeniently(text);
        }
    }

    private static Items readArrayLeniently(byte[] text) throws MalformedPayloadException {
        try {
            return new Items(elements(text, withoutHalfPairs(text), LENIENT, true), List.of());
        } catch (JsonProcessingException failure) {
            throw notJson("body", failure);
        } catch (IOException failure) {
            throw new MalformedPayloadException("The body could not be read as JSON");
        }
    }

    /** @param readable the text, or what is read in its stead and has everything in the same places */
    private static List<Item> elements(byte[] text, byte[] readable, ObjectReader reader, boolean ambiguous)
            throws IOException, MalformedPayloadException {
        ObjectReader oneElement = reader.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        List<Item> items = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(readable)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                checkCount(items.size());
                int from = (int) parser.currentTokenLocation().getByteOffset();
                JsonNode element = tree(oneElement, parser);
                int to = element.isContainerNode()
                        ? (int) parser.currentLocation().getByteOffset()
                        : from;
                items.add(new Item(items.size(), new Parsed(element, ambiguous), text, from, to));
            }
            if (parser.nextToken() != null) {
                throw new MalformedPayloadException("The body has text after the end of its array");
            }
        }
        return items;
    }

    private static Items readObjects(byte[] text) throws MalformedPayloadException {
        try {
            return new Items(List.of(new Item(0, parse(text, "body"), text, 0, text.length)), List.of());
        } catch (MalformedPayloadException notOneObject) {
            Items lines = readLines(text);
            if (lines.items().isEmpty() || lines.lineCount() < 2) {
                throw notOneObject;
            }
            return lines;
        }
    }

    private static Items readLines(byte[] text) throws MalformedPayloadException {
        List<Item> items = new ArrayList<>();
        List<UnreadableItem> unreadable = new ArrayList<>();
        int from = 0;
        while (from < text.length) {
            int to = endOfLine(text, from);
            byte[] line = Arrays.copyOfRange(text, from, to);
            if (!isBlank(line)) {
                int index = items.size() + unreadable.size();
                checkCount(index);
                try {
                    items.add(new Item(index, parseObject(line, "line " + (index + 1)), text, from, to));
                } catch (MalformedPayloadException broken) {
                    unreadable.add(new UnreadableItem("[" + index + "]", String.valueOf(broken.getMessage())));
                }
            }
            from = to + 1;
        }
        return new Items(items, unreadable);
    }

    private static void checkCount(int soFar) throws MalformedPayloadException {
        if (soFar >= MAX_ITEMS) {
            throw new MalformedPayloadException("The body has more than " + MAX_ITEMS + " items");
        }
    }

    /** Only an object is a message: a text or a number on a line of its own is a piece of something broken. */
    private static Parsed parseObject(byte[] line, String what) throws MalformedPayloadException {
        Parsed parsed = parse(line, what);
        if (!parsed.json().isObject()) {
            throw new MalformedPayloadException("The " + what + " is no JSON object");
        }
        return parsed;
    }

    private static Parsed parse(byte[] text, String what) throws MalformedPayloadException {
        try {
            return new Parsed(tree(STRICT, text), false);
        } catch (IOException repeatedNameOrWorse) {
            return parseLeniently(text, what);
        }
    }

    /**
     * What JSON allows but no tree can hold. Of two members of one name the last one wins, and half a surrogate pair in a
     * name becomes U+FFFD; the event keeps the original text, so that nothing is lost.
     */
    private static Parsed parseLeniently(byte[] text, String what) throws MalformedPayloadException {
        try {
            return new Parsed(tree(LENIENT, withoutHalfPairs(text)), true);
        } catch (JsonProcessingException failure) {
            throw notJson(what, failure);
        } catch (IOException failure) {
            throw new MalformedPayloadException("The " + what + " could not be read as JSON");
        }
    }

    private static byte[] withoutHalfPairs(byte[] text) {
        byte[] readable = text.clone();
        HalfPairs.replaceIn(readable);
        return readable;
    }

    private static JsonNode tree(ObjectReader reader, byte[] text) throws IOException {
        try {
            return reader.readTree(text);
        } catch (NumberFormatException outOfRange) {
            throw new JsonParseException(null, OUT_OF_RANGE, outOfRange);
        }
    }

    private static JsonNode tree(ObjectReader reader, JsonParser parser) throws IOException {
        try {
            return reader.readTree(parser);
        } catch (NumberFormatException outOfRange) {
            throw new JsonParseException(parser, OUT_OF_RANGE, outOfRange);
        }
    }

    private static MalformedPayloadException notJson(String what, JsonProcessingException failure) {
        String fault = failure instanceof StreamConstraintsException ? " is out of all proportion" : " is not JSON";
        return new MalformedPayloadException("The " + what + fault + place(failure.getLocation()) + ": "
                + withoutQuotes(failure.getOriginalMessage()));
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Parser messages quote what they met; a reason is shown in many places and must not carry payload text. */
    private static String withoutQuotes(String message) {
        return message.replaceAll("'[^']*'|\"[^\"]*\"|\\([^)]*\\)", "…");
    }

    private static int startOfText(byte[] body) {
        int at = 0;
        if (body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            at = 3;
        }
        while (at < body.length && isBlank(body[at])) {
            at++;
        }
        return at;
    }

    private static int endOfLine(byte[] text, int from) {
        int at = from;
        while (at < text.length && text[at] != '\n') {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (!isBlank(each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\t' || value == '\r' || value == '\n';
    }

    /**
     * @param ambiguous whether the text has names that no tree can hold as they are, so that this is not the whole
     * truth
     */
    record Parsed(JsonNode json, boolean ambiguous) {}

    /** The readable items of a body, and the lines that are none. */
    public record Items(List<Item> items, List<UnreadableItem> unreadable) {
        public Items {
            items = List.copyOf(items);
            unreadable = List.copyOf(unreadable);
        }

        int lineCount() {
            return items.size() + unreadable.size();
        }
    }
}
