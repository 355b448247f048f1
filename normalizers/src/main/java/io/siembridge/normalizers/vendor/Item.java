package io.siembridge.normalizers.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** One item of a body: an array element, an NDJSON line, or the whole body. */
public final class Item {
    private final String path;
    private final PayloadReader.Parsed parsed;
    private final byte[] slice;

    Item(String path, PayloadReader.Parsed parsed, byte[] slice) {
        this.path = path;
        this.parsed = parsed;
        this.slice = slice;
    }

    /**
     * A part of this item that becomes an event of its own, such as one element of a list with what it shares with its
     * neighbours. No such text stands in the body, so the text of a part is written anew from its tree; where members
     * are repeated, the caller keeps the original of the whole item.
     */
    public Item part(String partPath, JsonNode partJson) {
        return new Item(partPath, new PayloadReader.Parsed(partJson, false), new byte[0]);
    }

    /** Where the item stands in the body, such as {@code [2]}. */
    public String path() {
        return path;
    }

    public JsonNode json() {
        return parsed.json();
    }

    /** Whether an object in it has two members of one name, so that its tree is not the whole truth. */
    public boolean isAmbiguous() {
        return parsed.ambiguous();
    }

    /** The item's JSON text exactly as received. */
    public String text() {
        return slice.length == 0 ? parsed.json().toString() : new String(slice, StandardCharsets.UTF_8).strip();
    }
}
