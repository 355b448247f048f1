package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * A count of one hour.
 *
 * @param hour its beginning
 * @param destination only for what happens per destination
 * @param measure the word of a {@link Measure}
 */
public record LedgerEntry(Instant hour, String source, Optional<String> destination, String measure, long count) {}
