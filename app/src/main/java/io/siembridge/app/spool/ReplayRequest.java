package io.siembridge.app.spool;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which stored webhooks become due again.
 *
 * @param webhooks receipt ids; empty for all within the times
 * @param deadLettersOnly only deliveries that are dead
 * @param destinations the destinations to deliver to again; a delivery that a webhook never owed to one of them is added
 */
public record ReplayRequest(
        List<String> webhooks,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<String> source,
        boolean deadLettersOnly,
        List<String> destinations) {
    public ReplayRequest {
        webhooks = List.copyOf(webhooks);
        destinations = List.copyOf(destinations);
    }
}
