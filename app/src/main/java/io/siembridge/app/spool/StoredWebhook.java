package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Map;

/**
 * A webhook as it lies in the spool.
 *
 * @param webhook receipt id
 * @param label how it was proved authentic
 * @param headers those worth keeping, by lower-case name
 * @param body exact bytes; not to be modified
 * @param bodySha256 64 lower-case hex digits
 */
public record StoredWebhook(
        String webhook,
        String source,
        String vendor,
        String label,
        Instant received,
        Map<String, String> headers,
        byte[] body,
        String bodySha256) {
    public StoredWebhook {
        headers = Map.copyOf(headers);
    }
}
