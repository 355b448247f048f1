package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook in a list.
 *
 * @param deliveries state by destination
 */
public record WebhookSummary(
        String webhook,
        String source,
        String vendor,
        Instant received,
        long bytes,
        String label,
        Optional<String> deliveryId,
        Map<String, DeliveryState> deliveries) {}
