package io.siembridge.app.worker;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.Shipment;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A destination that answers by the number of the batch and the place in it, at once or when a test has it do so. */
final class LateDestination implements Destination {
    private final List<Integer> sizes = new ArrayList<>();
    private final List<Integer> sent = new ArrayList<>();
    private final List<Integer> taken = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private Answer script = (batch, event) -> Optional.of(Outcome.accepted());
    private Duration takes = Duration.ZERO;
    private int failsInBatch = -1;

    /** What comes of an event; empty for what is reported later. */
    interface Answer {
        Optional<Outcome> to(int batch, int event);
    }

    private record Late(int place, Outcomes outcomes) {}

    synchronized void answer(Answer newScript) {
        script = newScript;
    }

    /** How long a batch is on its way. */
    synchronized void takes(Duration time) {
        takes = time;
    }

    /** Throws at the end of this batch, whatever it has reported or not. */
    synchronized void failsInBatch(int batch) {
        failsInBatch = batch;
    }

    @Override
    public Shipment ready(List<OcsfEvent> events) {
        return outcomes -> {
            TimeUnit.NANOSECONDS.sleep(time().toNanos());
            answer(events, outcomes);
        };
    }

    private synchronized Duration time() {
        return takes;
    }

    private synchronized void answer(List<OcsfEvent> events, Outcomes outcomes) {
        int batch = sizes.size();
        sizes.add(events.size());
        for (int place = 0; place < events.size(); place++) {
            int number = number(events.get(place));
            sent.add(number);
            Optional<Outcome> outcome = script.to(batch, place);
            if (outcome.isEmpty()) {
                late.add(new Late(place, outcomes));
                continue;
            }
            if (outcome.get().kind() == Outcome.Kind.ACCEPTED) {
                taken.add(number);
            }
            outcomes.report(place, outcome.get());
        }
        if (batch == failsInBatch) {
            throw new IllegalStateException("a bug");
        }
    }

    /** Reports all that is left to report, on this thread. */
    synchronized void reportLate(Outcome outcome) {
        List<Late> left = List.copyOf(late);
        late.clear();
        left.forEach(each -> each.outcomes().report(each.place(), outcome));
    }

    /** How many events there were in each batch. */
    synchronized List<Integer> sizes() {
        return List.copyOf(sizes);
    }

    /** The numbers of the pings that were handed over. */
    synchronized List<Integer> sentNumbers() {
        return List.copyOf(sent);
    }

    /** The numbers of the pings that were accepted at once. */
    synchronized List<Integer> takenNumbers() {
        return List.copyOf(taken);
    }

    private static int number(OcsfEvent event) {
        return Integer.parseInt(event.toString().replaceAll("(?s).*\"ping-([0-9]+)\".*", "$1"));
    }

    @Override
    public Probe probe() {
        return new Probe(true, "late");
    }

    @Override
    public void close() {
        reportLate(Outcome.retry("closed"));
    }
}
