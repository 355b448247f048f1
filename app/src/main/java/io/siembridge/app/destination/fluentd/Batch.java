package io.siembridge.app.destination.fluentd;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.Outgoing;
import java.util.BitSet;
import java.util.List;

/** The events of one send, each reported exactly once whatever happens. */
final class Batch {
    private final Outgoing events;
    private final List<String> tags;
    private final Outcomes outcomes;
    private final BitSet reported = new BitSet();

    /** @param tags of the events, in their order */
    Batch(Outgoing events, List<String> tags, Outcomes outcomes) {
        this.events = events;
        this.tags = tags;
        this.outcomes = outcomes;
    }

    int size() {
        return events.size();
    }

    String uid(int index) {
        return events.uid(index);
    }

    String tag(int index) {
        return tags.get(index);
    }

    byte[] entry(int index) {
        return events.bytes(index).orElseThrow();
    }

    void report(int index, Outcome outcome) {
        reported.set(index);
        outcomes.report(index, outcome);
    }

    /** Reports what has not been reported. */
    void reportRest(Outcome outcome) {
        for (int index = reported.nextClearBit(0); index < events.size(); index = reported.nextClearBit(index + 1)) {
            report(index, outcome);
        }
    }
}
