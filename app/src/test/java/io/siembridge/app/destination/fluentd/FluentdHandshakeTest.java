package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.demo.ForwardSession;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ProtocolPeer.Behaviour;
import io.siembridge.app.destination.TestEvents;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/** Receivers that shake hands in unusual ways, wrongly, or not at all. */
final class FluentdHandshakeTest extends ForwardFixture {
    private static final String KEY = "orchard-key";

    @Test
    void pausesWhenAReceiverWantsAKeyThatIsNotConfigured() throws Exception {
        ForwardPeer peer = started(ForwardPeer.withKey(KEY));
        Destination destination = to(peer);
        assertThat(send(destination, TestEvents.events(0, 2))).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.PAUSED);
            assertThat(outcome.reason()).contains("shared_key");
        });
        assertThat(destination.probe().accepts()).isFalse();
    }

    @Test
    void pausesWhenAReceiverKeepsSilentAlthoughAKeyIsConfigured() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        Destination destination = destination(TestConfigs.withKey(KEY, peer.port()));
        for (int attempt = 0; attempt < 4; attempt++) {
            assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.RETRY);
        }
        assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.PAUSED);
        peer.stop();
        ForwardPeer guarded = started(ForwardPeer.withKey(KEY));
        assertThat(destination(TestConfigs.withKey(KEY, guarded.port())).probe().accepts())
                .isTrue();
    }

    @Test
    void takesThreeConnectionsCutAfterThePingForAWrongKey() throws Exception {
        ForwardPeer peer = started(ForwardPeer.withKey(KEY));
        peer.conduct(session -> {
            session.hello(new byte[16], new byte[0], true);
            session.read();
        });
        Destination destination = destination(TestConfigs.withKey(KEY, peer.port()));
        assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.RETRY);
        assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.RETRY);
        assertThat(send(destination, TestEvents.events(0, 1))).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.PAUSED);
            assertThat(outcome.reason()).contains("probably a wrong shared key");
        });
        peer.behave(Behaviour.ACCEPT);
        assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.ACCEPTED);
    }

    @Test
    void pausesWhenTheReceiverDoesNotProveThatItKnowsTheKey() throws Exception {
        ForwardPeer peer = started(ForwardPeer.withKey(KEY));
        peer.conduct(session -> {
            session.hello(new byte[16], new byte[0], true);
            session.read();
            session.pong(true, "", "0".repeat(128));
            session.next();
        });
        Destination destination = destination(TestConfigs.withKey(KEY, peer.port()));
        assertThat(send(destination, TestEvents.events(0, 1))).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.PAUSED);
            assertThat(outcome.reason()).contains("did not prove");
        });
        assertThat(peer.received()).isEmpty();
    }

    @Test
    void takesTheReceiversReasonAsExcerpt() throws Exception {
        ForwardPeer peer = started(ForwardPeer.withKey("another"));
        Destination destination = destination(TestConfigs.withKey(KEY, peer.port()));
        assertThat(send(destination, TestEvents.events(0, 1))).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.PAUSED);
            assertThat(outcome.excerpt()).contains("shared_key mismatch");
        });
    }

    @Test
    void shakesHandsOverANonceThatIsTypedAsTextWithoutBeingAny() throws Exception {
        byte[] nonce = HexFormat.of().parseHex("fffe41c3280080a0fffe41c3280080a0");
        ForwardPeer peer = started(ForwardPeer.withKey(KEY));
        peer.conduct(session -> {
            session.send(ValueFactory.newArray(
                    ValueFactory.newString("HELO"),
                    ValueFactory.newMap(ValueFactory.newString("nonce"), ValueFactory.newString(nonce))));
            List<Value> ping = session.read().asArrayValue().list();
            assertThat(ping.get(3).asStringValue().asString())
                    .isEqualTo(ForwardSession.digest(
                            ping.get(2).asStringValue().asByteArray(),
                            ping.get(1).asStringValue().asByteArray(),
                            nonce,
                            KEY.getBytes(StandardCharsets.UTF_8)));
            byte[] host = ForwardSession.HOST_NAME.getBytes(StandardCharsets.UTF_8);
            byte[] salt = ping.get(2).asStringValue().asByteArray();
            session.pong(true, "", ForwardSession.digest(salt, host, nonce, KEY.getBytes(StandardCharsets.UTF_8)));
            peer.take(session, message -> true);
        });
        Destination destination = destination(TestConfigs.withKey(KEY, peer.port()));
        Destination.Probe probe = destination.probe();
        assertThat(probe.accepts()).as(probe.reason()).isTrue();
    }

    @Test
    void usesAConnectionForOneMessageWhenTheReceiverWantsIt() throws Exception {
        ForwardPeer peer = started(ForwardPeer.withKey(KEY));
        peer.conduct(session -> {
            session.hello(new byte[16], new byte[16], false);
            byte[] salt = session.read().asArrayValue().get(2).asStringValue().asByteArray();
            byte[] host = ForwardSession.HOST_NAME.getBytes(StandardCharsets.UTF_8);
            session.pong(
                    true, "", ForwardSession.digest(salt, host, new byte[16], KEY.getBytes(StandardCharsets.UTF_8)));
            peer.takeOne(session);
            session.next();
        });
        Destination destination = destination(TestConfigs.withKey(KEY, peer.port()));
        assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.ACCEPTED);
        assertThat(kinds(send(destination, TestEvents.events(1, 2)))).containsOnly(Kind.ACCEPTED);
        assertThat(peer.acceptedConnections()).isEqualTo(2);
    }
}
