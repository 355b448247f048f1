package io.siembridge.app.verifier;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One inbound request as it arrived, not yet known to be authentic.
 *
 * @param source configured name of the source it was sent to
 * @param vendor the vendor's id
 * @param headers values by lower-case name; a header sent twice has two
 * @param body exact bytes, never decoded; not to be modified
 */
public record InboundWebhook(
        String source, String vendor, Map<String, List<String>> headers, byte[] body, Instant received) {
    /** All values of a header. */
    public List<String> header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }
}
