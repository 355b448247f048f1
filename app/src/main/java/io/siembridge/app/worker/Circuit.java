package io.siembridge.app.worker;

import io.siembridge.app.destination.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a destination is worth trying, and with how much. It opens when a whole batch comes back, or when the destination
 * itself is at fault; after a wait a single delivery is let through, and its outcome closes or opens it again. From there
 * batches grow: doubling up to half of what failed, then slowly, so that a destination which takes small batches and breaks
 * on large ones gets those it can take, and not the same large one again and again. One that fails again just after it took
 * something, such as two receivers behind one address of which one is broken, gets what failed once more as it was: else
 * every success would be spent on a single delivery. An operator may hold it open.
 *
 * <p>What was sent before it opened last tells nothing of how things are now, whichever way it ends: one lost connection
 * brings back everything that was in flight on it and is still one failure, and an old success is no sign of recovery.
 */
final class Circuit {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A single delivery now and then costs nobody much, and whoever has mended a SIEM does not want to wait for us. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /** Deliveries in a batch where nothing speaks against it. */
    private static final int FULL = 256;

    /** So few successes since the last failure are not a recovery. */
    private static final int FEW = 4;

    private final RetryPolicy policy;
    private final LongSupplier nanoTime;
    private State state = State.CLOSED;
    private String reason = "";
    private int failures;
    private int successes = FEW;
    private int most = FULL;
    private int doublesUpTo = FULL;
    private int probe = 1;
    /** From this size on what failed is not tried once more as it was. */
    private int failedTwice = Integer.MAX_VALUE;

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
        this.openedAt = nanoTime.getAsLong();
    }

    /** How long until something may be sent; empty for now. */
    synchronized Optional<Duration> waiting() {
        if (held) {
            return Optional.of(LONGEST_PAUSE);
        }
        long left = openUntil - nanoTime.getAsLong();
        return state == State.CLOSED || left <= 0 ? Optional.empty() : Optional.of(Duration.ofNanos(left));
    }

    /** Whether only one batch may be on its way, to see how things are. */
    synchronized boolean probing() {
        return state != State.CLOSED;
    }

    /** How many deliveries a batch may hold. */
    synchronized int most() {
        return probing() ? probe : most;
    }

    /**
     * Closes.
     *
     * @param sentAt reading of the nano clock when the batch was sent
     */
    synchronized void succeeded(long sentAt) {
        if (isOld(sentAt)) {
            return;
        }
        successes = Math.min(successes + 1, FEW);
        failedTwice = most >= failedTwice ? Integer.MAX_VALUE : failedTwice;
        most = most < doublesUpTo ? Math.min(2 * most, doublesUpTo) : Math.min(most + 1, FULL);
        state = State.CLOSED;
        reason = "";
        failures = 0;
    }

    /**
     * Opens after an outage or a fault of the destination; returns for how long.
     *
     * @param sentAt reading of the nano clock when the failed batch was sent
     */
    synchronized Duration failed(Outcome outcome, long sentAt) {
        if (!isOld(sentAt)) {
            failures++;
            boolean paused = outcome.kind() == Outcome.Kind.PAUSED;
            resize(paused);
            successes = 0;
            state = paused ? State.PAUSED : State.OPEN;
            reason = outcome.reason();
            openedAt = nanoTime.getAsLong();
            openUntil = openedAt
                    + (paused ? pause() : policy.backoff(failures, outcome.peersWait(), LONGEST_WAIT)).toNanos();
        }
        return Duration.ofNanos(Math.max(1, openUntil - nanoTime.getAsLong()));
    }

    private boolean isOld(long sentAt) {
        return sentAt - openedAt < 0;
    }

    /** A destination that wants a person says nothing about sizes, and one that is away says it once. */
    private void resize(boolean paused) {
        int failed = most();
        boolean onceMore = failures == 1 && successes < FEW && failed < failedTwice;
        if (!paused && !onceMore) {
            failedTwice = failures > 1 && failed > 1 ? failed : failedTwice;
            doublesUpTo = failed > 1 ? failed / 2 : doublesUpTo;
            most = 1;
        }
        probe = paused ? 1 : most;
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
