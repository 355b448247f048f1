package io.siembridge.app.destination.fluentd;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.BitSet;
import java.util.List;

/** The events of one send, each reported exactly once whatever happens. */
final class Batch {
    private final List<OcsfEvent> events;
    private final Outcomes outcomes;
    private final BitSet reported = new BitSet();

    Batch(List<OcsfEvent> events, Outcomes outcomes) {
        this.events = events;
        this.outcomes = outcomes;
    }

    int size() {
        return events.size();
    }

    OcsfEvent event(int index) {
        return events.get(index);
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
