package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.DestinationContract;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ProtocolPeer.Behaviour;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** What the forward protocol makes of the contract, whatever the receiver asks of its clients. */
abstract class FluentdContract extends DestinationContract {
    private static final int ROUNDS = 20;

    @Test
    @Override
    @Disabled("The forward protocol has no answer by which a receiver could say that it is busy or for how long.")
    protected void honoursThePeersWait() {}

    /**
     * The protocol has no refusal: an event that a receiver does not take is simply never acknowledged. So it takes
     * several sends to find it.
     */
    @Test
    @Override
    protected void buriesTheOneEventThatIsRefusedAndDeliversItsNeighboursOnce() throws Exception {
        peer.start();
        peer.behave(Behaviour.REFUSE_POISON);
        List<OcsfEvent> events = new ArrayList<>(TestEvents.events(0, 2));
        events.add(TestEvents.poison(2));
        events.addAll(TestEvents.events(3, 5));
        assertThat(settle(events))
                .containsOnly(
                        Map.entry(TestEvents.uid(0), Kind.ACCEPTED),
                        Map.entry(TestEvents.uid(1), Kind.ACCEPTED),
                        Map.entry(TestEvents.uid(2), Kind.REJECTED),
                        Map.entry(TestEvents.uid(3), Kind.ACCEPTED),
                        Map.entry(TestEvents.uid(4), Kind.ACCEPTED));
        assertThat(peer.receivedUids())
                .containsExactlyInAnyOrder(TestEvents.uid(0), TestEvents.uid(1), TestEvents.uid(3), TestEvents.uid(4));
    }

    /** Sends until every event has met its end, and returns what came of each. */
    private Map<String, Kind> settle(List<OcsfEvent> events) throws InterruptedException {
        Map<String, Kind> settled = new HashMap<>();
        List<OcsfEvent> left = events;
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            List<Outcome> outcomes = send(left);
            List<OcsfEvent> again = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (outcomes.get(i).kind() == Kind.RETRY) {
                    again.add(left.get(i));
                } else {
                    settled.put(left.get(i).uid(), outcomes.get(i).kind());
                }
            }
            left = again;
        }
        assertThat(left).as("unsettled after " + ROUNDS + " sends").isEmpty();
        return settled;
    }
}
