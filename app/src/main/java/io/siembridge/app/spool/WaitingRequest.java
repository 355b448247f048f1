package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * Which of the deliveries that wait for a destination.
 *
 * @param until only of webhooks received before
 */
public record WaitingRequest(String destination, Optional<String> source, Optional<Instant> until) {}
