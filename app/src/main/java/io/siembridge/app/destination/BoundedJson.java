package io.siembridge.app.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.Optional;

/** Events as JSON of a bounded size. */
public final class BoundedJson {
    private static final JsonMapper WRITER = new JsonMapper();
    private static final int KILOBYTE = 1024;

    private BoundedJson() {}

    /**
     * The event as compact JSON; without its original text, and marked as truncated, if it were too large otherwise.
     * Empty if it is too large even so.
     */
    public static Optional<byte[]> of(OcsfEvent event, long maxBytes) {
        byte[] whole = event.toBytes();
        if (whole.length <= maxBytes) {
            return Optional.of(whole);
        }
        return event.json().has("raw_data")
                ? Optional.of(withoutRawData(event, whole.length)).filter(rest -> rest.length <= maxBytes)
                : Optional.empty();
    }

    /** The hash and the size of the original text stay, so that it can be told from what the bridge has kept of it. */
    private static byte[] withoutRawData(OcsfEvent event, int wholeBytes) {
        ObjectNode rest = ((ObjectNode) event.json()).objectNode();
        rest.setAll((ObjectNode) event.json());
        rest.remove("raw_data");
        ObjectNode metadata = rest.objectNode();
        if (rest.get("metadata") instanceof ObjectNode original) {
            metadata.setAll(original);
        }
        metadata.put("is_truncated", true);
        metadata.put("untruncated_size", (wholeBytes + KILOBYTE - 1) / KILOBYTE);
        rest.set("metadata", metadata);
        try {
            return WRITER.writeValueAsBytes(rest);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree of plain values could not be written as JSON", impossible);
        }
    }
}
