package io.siembridge.app.worker;

import io.siembridge.app.destination.CommonKeys.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again, and when to give up. Waits double from {@link #FIRST} to {@link #LONGEST} with full jitter, so that
 * deliveries that failed together do not come back together; what the peer asks for is honoured within reason.
 */
final class RetryPolicy {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(15);

    private final Retry limits;
    private final RandomGenerator random;

    RetryPolicy(Retry limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
    }

    /** How long to wait after this many failures in a row. */
    Duration backoff(int failures, Optional<Duration> asked) {
        return backoff(failures, asked, LONGEST);
    }

    /**
     * How long to wait after this many failures in a row, at least a tenth of the full step.
     *
     * @param longest wait, unless the peer asks for more
     */
    Duration backoff(int failures, Optional<Duration> asked, Duration longest) {
        if (asked.isPresent()) {
            return asked.get().compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked.get();
        }
        int doublings = Math.min(Math.max(failures - 1, 0), 16);
        long step = Math.min(FIRST.toMillis() << doublings, longest.toMillis());
        return Duration.ofMillis(Math.max(step / 10, random.nextLong(step + 1)));
    }

    /** Why a delivery is given up after this attempt; empty when it is tried again. */
    Optional<String> givesUp(int attempts, Instant due, Instant now) {
        if (limits.maxAttempts() > 0 && attempts >= limits.maxAttempts()) {
            return Optional.of("given up after " + attempts + " attempts");
        }
        Duration age = Duration.between(due, now);
        boolean tooOld = !limits.maxAge().isZero() && age.compareTo(limits.maxAge()) > 0;
        return tooOld ? Optional.of("given up after " + age.toSeconds() + " seconds") : Optional.empty();
    }
}
