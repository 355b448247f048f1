package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * Which webhooks to list; absent parts do not restrict.
 *
 * @param state only those with a delivery in this state
 * @param destination only those owed to it; together with {@code state}, in that state there
 * @param deliveryId the vendor's delivery id
 */
public record WebhookFilter(
        Optional<String> source,
        Optional<DeliveryState> state,
        Optional<String> destination,
        Optional<String> deliveryId,
        Optional<Instant> since,
        Optional<Instant> until) {
    public static WebhookFilter all() {
        return new WebhookFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
