package io.siembridge.app.destination;

import io.siembridge.app.destination.Outgoing.Encoder;
import io.siembridge.app.destination.RefusalRate.Refused;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends events in batches of a bounded size, and goes on with smaller ones where the peer refuses, until every event has
 * its outcome. Every step settles an event or halves a batch, so it ends. For one thread at a time.
 */
public final class BatchedSend {
    /** Enough to find one event among a thousand by halves; a peer that ails is spared the rest. */
    private static final int MOST_FAILURES_IN_A_ROW = 11;

    private final Limits limits;
    private final Encoder encoder;
    private final Peer peer;
    private final RefusalRate refusalRate = new RefusalRate();
    private final Suspects suspects = new Suspects();

    public BatchedSend(Limits limits, Encoder encoder, Peer peer) {
        this.limits = limits;
        this.encoder = encoder;
        this.peer = peer;
    }

    /** As {@link Destination#ready}. */
    public Shipment ready(List<OcsfEvent> events) {
        Outgoing outgoing = Outgoing.of(events, encoder);
        return outcomes -> send(outgoing, outcomes);
    }

    private void send(Outgoing events, Outcomes outcomes) throws InterruptedException {
        Run run = new Run(events, outcomes);
        try {
            run.toTheEnd();
        } catch (InterruptedException e) {
            run.giveUp(Outcome.retry("the bridge stopped before it was sent"));
            throw e;
        } finally {
            run.judgeRefusals();
        }
    }

    /** Sends one batch. */
    @FunctionalInterface
    public interface Peer {
        /** The peer's reply; {@code outcomes} are for what is confirmed later. */
        BatchReply post(List<EncodedEvent> batch, Outcomes outcomes) throws InterruptedException;
    }

    /**
     * How large a batch may be.
     *
     * @param bytes of events in a batch; one event that is larger goes on its own
     * @param events in a batch
     * @param eventBytes in one event, for the message when it is larger
     */
    public record Limits(long bytes, int events, long eventBytes) {}

    private final class Run {
        private final Outgoing events;
        private final Outcomes outcomes;
        private final Deque<List<EncodedEvent>> open = new ArrayDeque<>();
        private final Map<Integer, Refused> refused = new LinkedHashMap<>();
        private @Nullable EncodedEvent carriedOver;
        private int next;
        private int taken;
        private int failuresInARow;

        Run(Outgoing events, Outcomes outcomes) {
            this.events = events;
            this.outcomes = outcomes;
        }

        void toTheEnd() throws InterruptedException {
            for (fill(); !open.isEmpty(); fill()) {
                List<EncodedEvent> batch = open.element();
                BatchReply reply = peer.post(batch, outcomes);
                if (isForAll(batch, reply)) {
                    giveUp(reply.outcome());
                } else {
                    open.remove();
                    settle(batch, reply);
                }
                if (refusalRate.isTooHigh(refused.values(), events.size())) {
                    giveUp(refusalRate.untried(taken));
                }
            }
        }

        private boolean isForAll(List<EncodedEvent> batch, BatchReply reply) {
            failuresInARow = reply.kind() == BatchReply.Kind.FAILED ? failuresInARow + 1 : 0;
            return switch (reply.kind()) {
                case FAULT -> true;
                case FAILED -> !suspects.failed(batch) || failuresInARow > MOST_FAILURES_IN_A_ROW;
                case TAKEN, REFUSED_ONE, REFUSED_SOME -> false;
            };
        }

        private void settle(List<EncodedEvent> batch, BatchReply reply) {
            take(batch.subList(0, reply.taken()), reply.confirmedLater());
            List<EncodedEvent> left = batch.subList(reply.taken(), batch.size());
            if (reply.kind() == BatchReply.Kind.REFUSED_ONE || left.size() == 1) {
                refused.put(left.get(0).place(), new Refused(left.get(0).uid(), reply.outcome()));
                putBack(left.subList(1, left.size()));
            } else {
                putBack(left.subList(left.size() / 2, left.size()));
                putBack(left.subList(0, left.size() / 2));
            }
        }

        private void take(List<EncodedEvent> events, boolean confirmedLater) {
            taken += events.size();
            suspects.taken(events);
            if (!confirmedLater) {
                events.forEach(event -> outcomes.report(event.place(), Outcome.accepted()));
            }
        }

        private void putBack(List<EncodedEvent> batch) {
            if (!batch.isEmpty()) {
                open.push(batch);
            }
        }

        private void fill() {
            List<EncodedEvent> batch = new ArrayList<>();
            long bytes = 0;
            while (open.isEmpty() && batch.size() < limits.events()) {
                EncodedEvent event = nextEncoded();
                if (event == null) {
                    break;
                }
                bytes += event.bytes().length;
                if (bytes > limits.bytes() && !batch.isEmpty()) {
                    carriedOver = event;
                    break;
                }
                batch.add(event);
            }
            putBack(batch);
        }

        private @Nullable EncodedEvent nextEncoded() {
            EncodedEvent encoded = carriedOver;
            carriedOver = null;
            while (encoded == null && next < events.size()) {
                int place = next++;
                encoded = events.bytes(place)
                        .map(bytes -> new EncodedEvent(place, events.uid(place), bytes))
                        .orElse(null);
                if (encoded == null) {
                    outcomes.report(place, oversize());
                }
            }
            return encoded;
        }

        private Outcome oversize() {
            return Outcome.rejected("oversize: the event is larger than max_event, " + limits.eventBytes()
                    + " bytes, even without its original text");
        }

        /** Reports everything that has no outcome yet, but for what was refused. */
        void giveUp(Outcome outcome) {
            open.forEach(batch -> batch.forEach(event -> outcomes.report(event.place(), outcome)));
            open.clear();
            if (carriedOver != null) {
                outcomes.report(carriedOver.place(), outcome);
                carriedOver = null;
            }
            outcomes.reportAll(next, events.size(), outcome);
            next = events.size();
        }

        /** Whether single events were to blame shows only at the end, from how the others fared. */
        void judgeRefusals() {
            Iterator<Outcome> verdicts = refusalRate
                    .judge(List.copyOf(refused.values()), taken, events.size())
                    .iterator();
            refused.keySet().forEach(place -> outcomes.report(place, verdicts.next()));
            refused.clear();
        }
    }
}
