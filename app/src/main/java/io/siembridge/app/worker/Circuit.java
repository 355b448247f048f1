package io.siembridge.app.worker;

import io.siembridge.app.destination.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a destination is worth trying, and with how much. It opens when a whole batch comes back, or when the destination
 * itself is at fault; after a wait a single delivery is let through, and its outcome closes or opens it again. From there
 * batches grow: doubling up to half of what failed, then slowly, so that a destination which takes small batches and breaks
 * on large ones gets those it can take, and not the same large one again and again. An operator may hold it open.
 */
final class Circuit {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A single delivery now and then costs nobody much, and whoever has mended a SIEM does not want to wait for us. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /** Deliveries in a batch where nothing speaks against it. */
    private static final int FULL = 256;

    private final RetryPolicy policy;
    private final LongSupplier nanoTime;
    private State state = State.CLOSED;
    private String reason = "";
    private int failures;
    private int most = FULL;
    private int doublesUpTo = FULL;
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

    /** Whether only a single delivery may be sent, to see how things are. */
    synchronized boolean probing() {
        return state != State.CLOSED;
    }

    /** How many deliveries a batch may hold. */
    synchronized int most() {
        return probing() ? 1 : most;
    }

    synchronized void succeeded() {
        most = most < doublesUpTo ? Math.min(2 * most, doublesUpTo) : Math.min(most + 1, FULL);
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
            shrink(paused);
            state = paused ? State.PAUSED : State.OPEN;
            reason = outcome.reason();
            openedAt = nanoTime.getAsLong();
            openUntil = openedAt
                    + (paused ? pause() : policy.backoff(failures, outcome.peersWait(), LONGEST_WAIT)).toNanos();
        }
        return Duration.ofNanos(Math.max(1, openUntil - nanoTime.getAsLong()));
    }

    /** A destination that wants a person says nothing about sizes, and one that is away says it once. */
    private void shrink(boolean paused) {
        if (!paused) {
            doublesUpTo = state == State.CLOSED ? Math.max(1, most / 2) : doublesUpTo;
            most = 1;
        }
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
