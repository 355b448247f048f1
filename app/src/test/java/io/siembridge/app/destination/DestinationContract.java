package io.siembridge.app.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ProtocolPeer.Behaviour;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every destination does, shown against a peer that speaks its protocol on a real socket. A deviation is an
 * override, disabled with the reason the protocol gives for it.
 */
@Timeout(60)
public abstract class DestinationContract {
    /** A secret in the configuration of every destination that has one; it must not show anywhere. */
    public static final String CANARY = "c4nary-7f3a-9b2e-do-not-print";

    /** What a busy peer asks for. */
    public static final Duration PEERS_WAIT = Duration.ofSeconds(7);

    /** Long enough for the slowest confirmation that the tests configure. */
    protected static final Duration PATIENCE = Duration.ofSeconds(20);

    protected ProtocolPeer peer;
    protected Destination destination;

    /** A peer that is not started yet, with its port taken. */
    protected abstract ProtocolPeer createPeer() throws Exception;

    /** A destination that sends to the peer, with short timeouts (about a second) and {@link #CANARY} as its secret. */
    protected abstract Destination createDestination(ProtocolPeer peer, DestinationContext context) throws Exception;

    protected static DestinationContext context() {
        return new DestinationContext(
                "siem", "bridge.example.net", "0.0.0-test", InstantSource.system(), new Random(7));
    }

    @BeforeEach
    void connect() throws Exception {
        peer = createPeer();
        destination = createDestination(peer, context());
    }

    @AfterEach
    void disconnect() {
        destination.close();
        peer.close();
    }

    @Test
    protected void deliversEveryEventOnceAndInOrder() throws Exception {
        peer.start();
        assertThat(kinds(send(TestEvents.events(0, 25)))).containsOnly(Kind.ACCEPTED);
        assertThat(peer.receivedUids()).isEqualTo(TestEvents.uids(0, 25));
    }

    /** What an encoded event begins with. */
    protected String beginning() {
        return "{";
    }

    @Test
    protected void showsAnEventAsItWouldBeSentWithoutAskingThePeer() {
        OcsfEvent event = TestEvents.events(0, 1).get(0);
        assertThat(destination.encoded(event).orElseThrow())
                .startsWith(beginning())
                .contains(event.uid())
                .doesNotContain(CANARY);
    }

    @Test
    protected void delaysWhileThePeerIsDownAndDeliversWhenItIsBack() throws Exception {
        assertThat(kinds(send(TestEvents.events(0, 3)))).containsOnly(Kind.RETRY);
        peer.start();
        assertThat(kinds(send(TestEvents.events(0, 3)))).containsOnly(Kind.ACCEPTED);
        assertThat(peer.receivedUids()).containsAll(TestEvents.uids(0, 3));
    }

    @Test
    protected void survivesAPeerThatRestartsBetweenTwoBatches() throws Exception {
        peer.start();
        send(TestEvents.events(0, 5));
        peer.stop();
        peer.start();
        assertThat(sendUntilAccepted(TestEvents.events(5, 10))).isTrue();
        assertThat(peer.receivedUids()).containsAll(TestEvents.uids(0, 10));
    }

    @Test
    protected void triesAgainWhenCutInTheMiddleOfAMessage() throws Exception {
        peer.start();
        peer.behave(Behaviour.CUT_MID_MESSAGE);
        assertThat(kinds(send(TestEvents.events(0, 3)))).containsOnly(Kind.RETRY);
        peer.behave(Behaviour.ACCEPT);
        assertThat(sendUntilAccepted(TestEvents.events(0, 3))).isTrue();
        assertThat(peer.receivedUids()).containsAll(TestEvents.uids(0, 3));
    }

    @Test
    protected void triesAgainWhenThePeerClosesBeforeConfirming() throws Exception {
        peer.start();
        peer.behave(Behaviour.CLOSE_AFTER_ACCEPTING);
        assertThat(kinds(send(TestEvents.events(0, 3)))).containsOnly(Kind.RETRY);
        peer.behave(Behaviour.ACCEPT);
        assertThat(sendUntilAccepted(TestEvents.events(0, 3))).isTrue();
    }

    @Test
    protected void givesUpOnAPeerThatStalls() throws Exception {
        peer.start();
        peer.behave(Behaviour.STALL);
        assertThat(kinds(send(TestEvents.events(0, 3)))).containsOnly(Kind.RETRY);
    }

    @Test
    protected void doesNotBelieveGarbage() throws Exception {
        peer.start();
        peer.behave(Behaviour.ANSWER_GARBAGE);
        assertThat(kinds(send(TestEvents.events(0, 3)))).isSubsetOf(Kind.RETRY, Kind.PAUSED);
    }

    @Test
    protected void readsAnEndlessAnswerOnlyToALimit() throws Exception {
        peer.start();
        peer.behave(Behaviour.ANSWER_ENDLESSLY);
        assertThat(kinds(send(TestEvents.events(0, 3)))).isSubsetOf(Kind.RETRY, Kind.PAUSED);
    }

    @Test
    protected void pausesAndBuriesNothingWhenItsCredentialsAreRefused() throws Exception {
        peer.start();
        peer.behave(Behaviour.REFUSE_CREDENTIALS);
        List<Outcome> outcomes = send(TestEvents.events(0, 3));
        assertThat(kinds(outcomes)).containsOnly(Kind.PAUSED);
        assertThat(destination.probe().accepts()).isFalse();
    }

    @Test
    protected void honoursThePeersWait() throws Exception {
        peer.start();
        peer.behave(Behaviour.BUSY);
        assertThat(send(TestEvents.events(0, 3))).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
            assertThat(outcome.peersWait()).contains(PEERS_WAIT);
        });
    }

    @Test
    protected void buriesTheOneEventThatIsRefusedAndDeliversItsNeighboursOnce() throws Exception {
        peer.start();
        peer.behave(Behaviour.REFUSE_POISON);
        List<OcsfEvent> events = new ArrayList<>(TestEvents.events(0, 2));
        events.add(TestEvents.poison(2));
        events.addAll(TestEvents.events(3, 5));
        assertThat(kinds(send(events)))
                .containsExactly(Kind.ACCEPTED, Kind.ACCEPTED, Kind.REJECTED, Kind.ACCEPTED, Kind.ACCEPTED);
        assertThat(peer.receivedUids())
                .containsExactlyInAnyOrder(TestEvents.uid(0), TestEvents.uid(1), TestEvents.uid(3), TestEvents.uid(4));
    }

    @Test
    protected void reportsWhatIsInFlightWhenItIsClosed() throws Exception {
        peer.start();
        peer.behave(Behaviour.STALL);
        RecordedOutcomes outcomes = new RecordedOutcomes(3);
        Thread sender = new Thread(() -> {
            try {
                destination.send(TestEvents.events(0, 3), outcomes);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        sender.start();
        sender.interrupt();
        sender.join(PATIENCE.toMillis());
        destination.close();
        assertThat(outcomes.kinds(PATIENCE)).isSubsetOf(Kind.RETRY, Kind.ACCEPTED);
    }

    @Test
    protected void probesWithoutSendingAnEvent() throws Exception {
        assertThat(destination.probe().accepts()).isFalse();
        peer.start();
        Destination.Probe probe = destination.probe();
        assertThat(probe.accepts()).as(probe.reason()).isTrue();
        assertThat(peer.receivedUids()).isEmpty();
    }

    @Test
    protected void neverShowsItsSecret() throws Exception {
        List<String> shown = new ArrayList<>();
        for (Behaviour behaviour : Behaviour.values()) {
            peer.stop();
            peer.start();
            peer.behave(behaviour);
            shown.add(destination.probe().reason());
            send(List.of(TestEvents.event(1))).forEach(outcome -> shown.add(outcome.toString()));
        }
        shown.add(destination.toString());
        assertThat(shown).noneMatch(text -> text.contains(CANARY));
    }

    protected List<Outcome> send(List<OcsfEvent> events) throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
        destination.send(events, outcomes);
        return outcomes.all(PATIENCE);
    }

    /** Sends what was not accepted again, a bounded number of times: what the worker does over time. */
    protected boolean sendUntilAccepted(List<OcsfEvent> events) throws InterruptedException {
        List<OcsfEvent> left = events;
        for (int attempt = 0; attempt < 5 && !left.isEmpty(); attempt++) {
            List<Outcome> outcomes = send(left);
            List<OcsfEvent> again = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (outcomes.get(i).kind() != Kind.ACCEPTED) {
                    again.add(left.get(i));
                }
            }
            left = again;
        }
        return left.isEmpty();
    }

    protected static List<Kind> kinds(List<Outcome> outcomes) {
        return Collections.unmodifiableList(outcomes.stream().map(Outcome::kind).toList());
    }
}
