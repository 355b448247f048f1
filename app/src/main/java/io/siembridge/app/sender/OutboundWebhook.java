package io.siembridge.app.sender;

import io.siembridge.normalizers.vendor.DedupeRule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A webhook to send.
 *
 * @param headers without the proof
 * @param body exact bytes
 */
public record OutboundWebhook(String name, Map<String, String> headers, byte[] body) {
    public OutboundWebhook {
        headers = Map.copyOf(headers);
    }

    /**
     * The same for the receiver's purposes, and yet another webhook: white space after the JSON means nothing to
     * anybody, and the vendor's delivery id, if there is one, gets a new value.
     */
    public OutboundWebhook distinct(DedupeRule dedupe, UUID id) {
        long bits = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
        byte[] longer = Arrays.copyOf(body, body.length + Long.SIZE);
        for (int i = 0; i < Long.SIZE; i++) {
            longer[body.length + i] = (byte) ((bits >>> i & 1) == 0 ? ' ' : '\n');
        }
        Map<String, String> renamed = new HashMap<>(headers);
        renamed.replaceAll((header, value) ->
                dedupe.idHeader().filter(header::equalsIgnoreCase).isPresent() ? id.toString() : value);
        return new OutboundWebhook(name, renamed, longer);
    }
}
