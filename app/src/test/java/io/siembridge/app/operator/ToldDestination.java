package io.siembridge.app.operator;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.Shipment;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A destination without a peer: what comes of an event is what a test says. */
final class ToldDestination implements Destination {
    final List<OcsfEvent> accepted = new CopyOnWriteArrayList<>();
    private volatile Function<OcsfEvent, Outcome> answer = event -> Outcome.accepted();

    void answer(Function<OcsfEvent, Outcome> newAnswer) {
        answer = newAnswer;
    }

    void answer(Outcome outcome) {
        answer = event -> outcome;
    }

    @Override
    public Shipment ready(List<OcsfEvent> events) {
        return outcomes -> answer(events, outcomes);
    }

    private void answer(List<OcsfEvent> events, Outcomes outcomes) {
        for (int i = 0; i < events.size(); i++) {
            Outcome outcome = answer.apply(events.get(i));
            if (outcome.kind() == Outcome.Kind.ACCEPTED) {
                accepted.add(events.get(i));
            }
            outcomes.report(i, outcome);
        }
    }

    @Override
    public Probe probe() {
        return new Probe(true, "told so");
    }

    @Override
    public void close() {}
}
