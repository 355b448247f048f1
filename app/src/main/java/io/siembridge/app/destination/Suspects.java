package io.siembridge.app.destination;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that were in batches a peer could not cope with. Whether the peer ails or an event makes it fail shows only over
 * several tries: what fails three times goes in halves, and an event that fails on its own is to blame after five times, if
 * the peer has taken others since the third. A peer that takes nothing ails, and no event is to blame. For one thread at a
 * time.
 */
final class Suspects {
    private static final int TIMES_TOGETHER = 3;
    private static final int TIMES_ALONE = 5;

    /** A forgotten event starts anew. */
    private static final int MOST = 20_000;

    private static final Failures NONE = new Failures(0, 0);

    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST;
        }
    };

    private long taken;

    /** The peer has taken these. */
    void taken(List<EncodedEvent> events) {
        taken += events.size();
        events.forEach(event -> failures.remove(event.uid()));
    }

    /** Takes note that a batch failed; returns whether it is to be taken apart, or if it is one event, to be blamed. */
    boolean failed(List<EncodedEvent> batch) {
        batch.forEach(event -> failures.put(event.uid(), oneMore(of(event))));
        return batch.size() == 1
                ? isToBlame(of(batch.get(0)))
                : batch.stream().allMatch(event -> of(event).times() >= TIMES_TOGETHER);
    }

    private Failures of(EncodedEvent event) {
        return failures.getOrDefault(event.uid(), NONE);
    }

    private Failures oneMore(Failures before) {
        int times = before.times() + 1;
        return new Failures(times, times <= TIMES_TOGETHER ? taken : before.takenByThen());
    }

    private boolean isToBlame(Failures of) {
        return of.times() >= TIMES_ALONE && taken > of.takenByThen();
    }

    /** @param takenByThen how many events had been taken by the third time */
    private record Failures(int times, long takenByThen) {}
}
