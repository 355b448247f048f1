package io.siembridge.app.destination;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells bad events from a bad destination: a peer that refuses more than half of what it is sent has no grudge against
 * single events, and burying them one by one would bury everything. For one thread at a time.
 */
final class RefusalRate {
    static final Outcome PAUSED = Outcome.paused(
            "the peer refuses more than half of the events it is sent; check the destination's settings, and what it"
                    + " says to a single event");

    private static final int LARGE = 10;
    private static final int REMEMBERED = 20;

    /** Of each of the last events whether it was refused. */
    private final Deque<Boolean> lastOnes = new ArrayDeque<>();

    /** Whether so many of a batch were refused that going on with it has no sense. */
    boolean isTooHigh(int refused, int batch) {
        return batch >= LARGE && refused * 2 > batch;
    }

    /** Whether the peer took any of the last events: then it is about an event when it refuses that one. */
    boolean tookAnyLately() {
        return lastOnes.contains(false);
    }

    /** Whether those refused are not to blame. Small batches are judged with the ones before them. */
    boolean judge(int refused, int taken, int batch) {
        for (int i = 0; i < taken + refused; i++) {
            lastOnes.add(i >= taken);
        }
        while (lastOnes.size() > REMEMBERED) {
            lastOnes.remove();
        }
        long refusedLately = lastOnes.stream().filter(wasRefused -> wasRefused).count();
        boolean systemic = refused > 0 && (batch >= LARGE ? isTooHigh(refused, batch) : refusedLately * 2 > REMEMBERED);
        if (systemic) {
            // Or else the first bad event after the mending would pause again.
            lastOnes.clear();
        }
        return systemic;
    }
}
