package io.siembridge.app.sender;

import java.util.Map;

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
}
