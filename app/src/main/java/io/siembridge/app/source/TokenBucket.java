package io.siembridge.app.source;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** At most so many in a second, with a second's worth of burst. */
final class TokenBucket {
    private static final double NANOS = 1_000_000_000.0;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledAt;

    TokenBucket(double perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = Math.max(1, perSecond);
        this.nanoTime = nanoTime;
        this.tokens = burst;
        this.filledAt = nanoTime.getAsLong();
    }

    /** Takes one, or says how long until there is one. */
    synchronized Optional<Duration> take() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        if (tokens >= 1) {
            tokens--;
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) ((1 - tokens) / perSecond * NANOS)));
    }
}
