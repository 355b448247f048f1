package io.siembridge.app.worker;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.Shipment;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A destination that answers as a test says, and keeps what it accepted. */
final class ScriptedDestination implements Destination {
    private final List<OcsfEvent> accepted = new ArrayList<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private Function<OcsfEvent, Outcome> script = event -> Outcome.accepted();

    synchronized void answer(Function<OcsfEvent, Outcome> newScript) {
        script = newScript;
    }

    @Override
    public Shipment ready(List<OcsfEvent> events) {
        return outcomes -> answer(events, outcomes);
    }

    private synchronized void answer(List<OcsfEvent> events, Outcomes outcomes) {
        batchSizes.add(events.size());
        for (int i = 0; i < events.size(); i++) {
            Outcome outcome = script.apply(events.get(i));
            if (outcome.kind() == Outcome.Kind.ACCEPTED) {
                accepted.add(events.get(i));
            }
            outcomes.report(i, outcome);
        }
    }

    synchronized List<OcsfEvent> accepted() {
        return List.copyOf(accepted);
    }

    synchronized List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    @Override
    public Probe probe() {
        return new Probe(true, "scripted");
    }

    @Override
    public void close() {}
}
