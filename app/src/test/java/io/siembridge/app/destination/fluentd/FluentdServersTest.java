package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ProtocolPeer.Behaviour;
import io.siembridge.app.destination.TestEvents;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which server is used, and for how long a connection. */
final class FluentdServersTest extends ForwardFixture {
    private static final String KEY = "orchard-key";

    @Test
    void connectsAnewWhenTheReceiverClosedTheIdleConnection() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        peer.conduct(peer::takeOne);
        Destination destination = to(peer);
        for (int number = 0; number < 3; number++) {
            assertThat(kinds(send(destination, TestEvents.events(number, number + 1))))
                    .containsOnly(Kind.ACCEPTED);
            Awaitility.await().until(peer::isAlone);
        }
        assertThat(peer.receivedUids()).isEqualTo(TestEvents.uids(0, 3));
    }

    @Test
    void connectsAnewAfterAMinuteOfQuiet() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        Destination destination = to(peer);
        send(destination, TestEvents.events(0, 1));
        send(destination, TestEvents.events(1, 2));
        assertThat(peer.acceptedConnections()).isEqualTo(1);
        clock.pass(ForwardServers.LONGEST_IDLE);
        send(destination, TestEvents.events(2, 3));
        assertThat(peer.acceptedConnections()).isEqualTo(2);
        assertThat(peer.receivedUids()).isEqualTo(TestEvents.uids(0, 3));
    }

    @Test
    void turnsToTheNextServerAndBackToTheFirst() throws Exception {
        ForwardPeer first = opened(ForwardPeer.open());
        ForwardPeer second = started(ForwardPeer.open());
        Destination destination = destination(TestConfigs.open(first.port(), second.port()));
        assertThat(kinds(send(destination, TestEvents.events(0, 2)))).containsOnly(Kind.ACCEPTED);
        first.start();
        second.stop();
        clock.pass(ForwardServers.REST);
        assertThat(kinds(send(destination, TestEvents.events(2, 4)))).containsOnly(Kind.ACCEPTED);
        assertThat(second.receivedUids()).isEqualTo(TestEvents.uids(0, 2));
        assertThat(first.receivedUids()).isEqualTo(TestEvents.uids(2, 4));
    }

    @Test
    void triesTheNextServerFirstWhileTheFailedOneRests() throws Exception {
        ForwardPeer first = started(ForwardPeer.open());
        ForwardPeer second = started(ForwardPeer.open());
        first.behave(Behaviour.CLOSE_AFTER_ACCEPTING);
        Destination destination = destination(TestConfigs.open(first.port(), second.port()));
        assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.RETRY);
        first.behave(Behaviour.ACCEPT);
        assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.ACCEPTED);
        assertThat(second.receivedUids()).isEqualTo(TestEvents.uids(0, 1));
    }

    @Test
    void pausesOnlyWhenEveryServerWouldHaveItPause() throws Exception {
        ForwardPeer refusing = started(ForwardPeer.withKey("another"));
        ForwardPeer absent = opened(ForwardPeer.withKey(KEY));
        Destination mixed = destination(TestConfigs.withKey(KEY, refusing.port(), absent.port()));
        assertThat(kinds(send(mixed, TestEvents.events(0, 1)))).containsOnly(Kind.RETRY);
        Destination refused = destination(TestConfigs.withKey(KEY, refusing.port(), refusing.port()));
        assertThat(kinds(send(refused, TestEvents.events(0, 1)))).containsOnly(Kind.PAUSED);
    }
}
