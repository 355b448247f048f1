package io.siembridge.app.verifier;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes verified webhooks for tests of what comes after verification. */
public final class TestWebhooks {
    private TestWebhooks() {}

    public static VerifiedWebhook verified(
            String source, String vendor, byte[] body, Optional<String> deliveryId, Instant received) {
        InboundWebhook inbound = new InboundWebhook(
                source, vendor, Map.of("x-event", List.of("ping"), "x-signature", List.of("secret")), body, received);
        return new VerifiedWebhook(inbound, "verified:hmac-sha256", "1", Map.of("x-event", "ping"), deliveryId);
    }
}
