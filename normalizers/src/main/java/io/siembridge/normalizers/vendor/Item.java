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
