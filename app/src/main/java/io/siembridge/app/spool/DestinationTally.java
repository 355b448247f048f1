package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * The books of one destination: {@code owed = delivered + waiting + dead + discarded}, over everything ever accepted.
 *
 * @param oldestWaiting when the oldest waiting webhook was received
 */
public record DestinationTally(
        long owed, long delivered, long waiting, long dead, long discarded, Optional<Instant> oldestWaiting) {
    public boolean closes() {
        return owed == delivered + waiting + dead + discarded;
    }
}
