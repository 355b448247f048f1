package io.siembridge.app.destination;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps outcomes, and fails on the second report for an event. */
public final class RecordedOutcomes implements Outcomes {
    private final AtomicReferenceArray<Outcome> byIndex;
    private final List<String> violations = new ArrayList<>();

    public RecordedOutcomes(int events) {
        byIndex = new AtomicReferenceArray<>(events);
    }

    @Override
    public void report(int index, Outcome outcome) {
        if (!byIndex.compareAndSet(index, null, outcome)) {
            synchronized (violations) {
                violations.add("event " + index + " reported twice: " + byIndex.get(index) + " and " + outcome);
            }
        }
    }

    /** The outcome of every event, waiting for those that are confirmed late. */
    public List<Outcome> all(Duration patience) {
        await().pollDelay(Duration.ZERO).atMost(patience).until(this::complete);
        synchronized (violations) {
            if (!violations.isEmpty()) {
                throw new AssertionError(violations);
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < byIndex.length(); i++) {
            outcomes.add(byIndex.get(i));
        }
        return outcomes;
    }

    public List<Outcome.Kind> kinds(Duration patience) {
        return all(patience).stream().map(Outcome::kind).toList();
    }

    public boolean complete() {
        for (int i = 0; i < byIndex.length(); i++) {
            if (byIndex.get(i) == null) {
                return false;
            }
        }
        return true;
    }
}
