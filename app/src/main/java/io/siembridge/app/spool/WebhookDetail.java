package io.siembridge.app.spool;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A webhook with everything that happened to it. */
public record WebhookDetail(StoredWebhook webhook, Optional<String> deliveryId, List<DeliveryDetail> deliveries) {
    public WebhookDetail {
        deliveries = List.copyOf(deliveries);
    }

    /**
     * One delivery of it.
     *
     * @param due when it is tried next; empty when it is settled
     * @param tries oldest first; when there were very many, the first and the last ones
     */
    public record DeliveryDetail(
            String destination,
            DeliveryState state,
            int attempts,
            Optional<Instant> due,
            Optional<Instant> settled,
            List<Settlement.Attempt> tries) {
        public DeliveryDetail {
            tries = List.copyOf(tries);
        }
    }
}
