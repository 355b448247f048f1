package io.siembridge.app.worker;

import java.time.Instant;
import java.util.Optional;

/**
 * How a destination is doing, as its worker sees it.
 *
 * @param state up, retrying, paused or held; removed, if it is configured no more
 * @param reason the last fault while not up
 * @param lastSuccess when it last accepted an event
 */
public record DestinationStatus(
        String name, String type, String state, String reason, Optional<Instant> lastSuccess, int inFlight) {}
