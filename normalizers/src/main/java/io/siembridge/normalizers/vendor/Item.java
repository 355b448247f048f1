package io.siembridge.normalizers.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** One item of a body: an array element, an NDJSON line, or the whole body; or a part of one. */
public final class Item {
    private static final byte[] NO_TEXT = {};
    private static final String FIRST = "[0]";

    private final String path;
    private final PayloadReader.Parsed parsed;
    private final byte[] body;
    private final int from;
    private final int to;

    /** An item whose text stands in the body, from one place to another. */
    Item(int index, PayloadReader.Parsed parsed, byte[] body, int from, int to) {
        this("[" + index + "]", parsed, body, from, to);
    }

    private Item(String path, PayloadReader.Parsed parsed, byte[] body, int from, int to) {
        this.path = path;
        this.parsed = parsed;
        this.body = body;
        this.from = from;
        this.to = to;
    }

    /**
     * A part of this item that becomes an event of its own, such as one element of a list with what it shares with its
     * neighbours. No such text stands in the body, so the text of a part is written anew from its tree; where members
     * are repeated, the caller keeps the original of the whole item.
     *
     * @param pathInItem such as {@code newIssues[0]}
     */
    public Item part(String pathInItem, JsonNode partJson) {
        // Most bodies are one item, whose place says nothing.
        String partPath = path.equals(FIRST) ? pathInItem : path + "." + pathInItem;
        return new Item(partPath, new PayloadReader.Parsed(partJson, false), NO_TEXT, 0, 0);
    }

    /** Where the item stands in the body, such as {@code [2]}: a part of the identity of its event. */
    public String path() {
        return path;
    }

    public JsonNode json() {
        return parsed.json();
    }

    /** Whether it has names that its tree cannot hold as they are, so that the tree is not the whole truth. */
    public boolean isAmbiguous() {
        return parsed.ambiguous();
    }

    /** The item's JSON text exactly as received, without the byte order mark that a line may begin with. */
    public String text() {
        if (from == to) {
            return parsed.json().toString();
        }
        String text = new String(body, from, to - from, StandardCharsets.UTF_8).strip();
        return text.startsWith("\ufeff") ? text.substring(1).strip() : text;
    }
}
