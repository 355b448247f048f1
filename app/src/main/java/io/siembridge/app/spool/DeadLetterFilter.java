package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Optional;

/** Which dead letters to list; absent parts do not restrict, but an absent fate means open ones. */
public record DeadLetterFilter(
        Optional<String> source,
        Optional<String> destination,
        Optional<String> webhook,
        Optional<DeadLetter.Fate> fate,
        Optional<Instant> since,
        Optional<Instant> until) {
    public static DeadLetterFilter open() {
        return new DeadLetterFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
