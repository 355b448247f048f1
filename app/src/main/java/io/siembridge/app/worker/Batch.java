package io.siembridge.app.worker;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.Shipment;
import io.siembridge.app.spool.DeliveryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** Deliveries that are sent together. When the last event is reported, the batch is finished, on whatever thread that is. */
final class Batch implements Outcomes {
    private final List<PreparedDelivery> deliveries;
    private volatile long sentAt = System.nanoTime();
    private final int eventCount;
    private Optional<Shipment> shipment;
    private final AtomicReferenceArray<Outcome> outcomes;
    private final AtomicInteger unreported;
    private final Instant started;
    private final Consumer<Batch> finished;

    /**
     * A batch to be sent.
     *
     * @param shipment the events of all deliveries, in the order of the deliveries
     */
    Batch(List<PreparedDelivery> deliveries, Shipment shipment, Instant started, Consumer<Batch> finished) {
        this.deliveries = List.copyOf(deliveries);
        this.eventCount =
                deliveries.stream().mapToInt(PreparedDelivery::eventCount).sum();
        this.shipment = Optional.of(shipment);
        this.outcomes = new AtomicReferenceArray<>(eventCount);
        this.unreported = new AtomicInteger(eventCount);
        this.started = started;
        this.finished = finished;
    }

    List<PreparedDelivery> deliveries() {
        return deliveries;
    }

    List<DeliveryId> ids() {
        return deliveries.stream().map(PreparedDelivery::id).toList();
    }

    int eventCount() {
        return eventCount;
    }

    /** Has the destination send it. Then the events are let go of: confirmations may take long, and memory is bounded. */
    void send() throws InterruptedException {
        sentAt = System.nanoTime();
        shipment.orElseThrow().send(this);
        shipment = Optional.empty();
    }

    /** Reading of the nano clock when this batch was sent. */
    long sentAt() {
        return sentAt;
    }

    Instant started() {
        return started;
    }

    /**
     * Only the first word counts. After a fault of the destination's own everything is to be sent again, whatever the peer
     * may still say of it.
     */
    @Override
    public void report(int index, Outcome outcome) {
        if (outcomes.compareAndSet(index, null, outcome) && unreported.decrementAndGet() == 0) {
            distribute();
            finished.accept(this);
        }
    }

    /** Reports whatever was not: for a destination that failed in a way it should not have. */
    void reportRest(Outcome outcome) {
        for (int i = 0; i < outcomes.length(); i++) {
            report(i, outcome);
        }
    }

    /** The first such outcome, in the order of the deliveries; once all are reported. */
    Optional<Outcome> first(Outcome.Kind kind) {
        return deliveries.stream()
                .flatMap(delivery -> delivery.first(kind).stream())
                .findFirst();
    }

    /** Whether several came back that have not failed often: then none of them is to blame by itself. */
    boolean brokeOff() {
        return deliveries.stream()
                        .filter(delivery -> delivery.attempts() < Verdicts.FAILURES_ALONE)
                        .filter(delivery -> delivery.count(Outcome.Kind.RETRY) > 0)
                        .count()
                > 1;
    }

    private void distribute() {
        int at = 0;
        for (PreparedDelivery delivery : deliveries) {
            for (int i = 0; i < delivery.eventCount(); i++) {
                delivery.settle(i, outcomes.get(at++));
            }
        }
    }
}
