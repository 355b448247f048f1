package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Set;

/**
 * A delivery leased to a worker.
 *
 * @param attempts how many attempts have failed so far
 * @param acceptedEvents uids of events that the destination has already accepted in an earlier attempt
 * @param due when it became due first, after acceptance or replay: what an age limit counts from
 */
public record ClaimedDelivery(
        DeliveryId id, StoredWebhook webhook, int attempts, Set<String> acceptedEvents, Instant due) {
    public ClaimedDelivery {
        acceptedEvents = Set.copyOf(acceptedEvents);
    }
}
