package io.siembridge.app.spool;

import io.siembridge.app.verifier.VerifiedWebhook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A webhook made ready for storing, on the caller's thread so that the writer need not.
 *
 * @param digest SHA-256 of the body
 * @param headers as JSON
 * @param window how long the same bytes without an id are the same delivery
 */
record Offer(
        VerifiedWebhook webhook,
        List<String> destinations,
        byte[] digest,
        DedupeKeys keys,
        Optional<String> headers,
        Duration window) {
    static Offer of(VerifiedWebhook webhook, List<String> destinations, Duration window) {
        byte[] digest = DedupeKeys.sha256().digest(webhook.body());
        return new Offer(
                webhook,
                destinations.stream().distinct().toList(),
                digest,
                DedupeKeys.of(webhook.source(), digest, webhook.deliveryId()),
                StoredJson.write(webhook.headers()),
                window);
    }
}
