package io.siembridge.app.worker;

import io.siembridge.app.destination.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a destination is worth trying. It opens when a whole batch comes back, or when the destination itself is at
 * fault; after a wait one small batch is let through, and its outcome closes or opens it again. An operator may hold it
 * open.
 */
final class Circuit {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final RetryPolicy policy;
    private final LongSupplier nanoTime;
    private State state = State.CLOSED;
    private String reason = "";
    private int failures;
    private long openUntil;
    private long openedAt;
    private boolean held;

    /** States as an operator sees them. */
    enum State {
        CLOSED,
        /** Waiting after an outage. */
        OPEN,
        /** Waiting for somebody to mend the destination or its configuration; tried again slowly. */
        PAUSED
    }

    Circuit(RetryPolicy policy, LongSupplier nanoTime) {
        this.policy = policy;
        this.nanoTime = nanoTime;
    }

    /** How long until something may be sent; empty for now. */
    synchronized Optional<Duration> waiting() {
        if (held) {
            return Optional.of(LONGEST_PAUSE);
        }
        long left = openUntil - nanoTime.getAsLong();
        return state == State.CLOSED || left <= 0 ? Optional.empty() : Optional.of(Duration.ofNanos(left));
    }

    /** Whether only a small batch may be sent, to see how things are. */
    synchronized boolean probing() {
        return state != State.CLOSED;
    }

    synchronized void succeeded() {
        state = State.CLOSED;
        reason = "";
        failures = 0;
    }

    /**
     * Opens after an outage or a fault of the destination; returns for how long. What was sent before the circuit opened last
     * tells nothing new: one lost connection brings back everything that was in flight on it, and is still one failure.
     *
     * @param sentAt reading of the nano clock when the failed batch was sent
     */
    synchronized Duration failed(Outcome outcome, long sentAt) {
        boolean known = state != State.CLOSED && sentAt - openedAt < 0;
        if (!known) {
            failures++;
            boolean paused = outcome.kind() == Outcome.Kind.PAUSED;
            state = paused ? State.PAUSED : State.OPEN;
            reason = outcome.reason();
            openedAt = nanoTime.getAsLong();
            openUntil = openedAt + (paused ? pause() : policy.backoff(failures, outcome.peersWait())).toNanos();
        }
        return Duration.ofNanos(Math.max(1, openUntil - nanoTime.getAsLong()));
    }

    private Duration pause() {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 6));
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /** Held open by an operator, whatever the destination says. */
    synchronized void hold() {
        held = true;
    }

    /** Lets go, and tries at once. */
    synchronized void release() {
        held = false;
        openUntil = nanoTime.getAsLong();
    }

    synchronized boolean isHeld() {
        return held;
    }

    synchronized State state() {
        return state;
    }

    synchronized String reason() {
        return reason;
    }
}
