package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ProtocolPeer.Behaviour;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.destination.fluentd.FluentdConfig.Compression;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/** What receivers answer wrong, and what the destination makes of it. */
final class FluentdAnswersTest extends ForwardFixture {
    @Test
    void doesNotTakeAnotherChunksAcknowledgementForItsOwn() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        peer.conduct(peer.answering(ForwardPeer.acknowledgement("AAECAwQFBgcICQoLDA0ODw==")));
        assertThat(kinds(send(to(peer), TestEvents.events(0, 2)))).containsOnly(Kind.RETRY);
    }

    @Test
    void doesNotTakeNilOrAnythingElseForAnAcknowledgement() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        Destination destination = to(peer);
        List<Value> answers = List.of(
                ValueFactory.newNil(),
                ValueFactory.newBoolean(true),
                ValueFactory.newString("ack"),
                ValueFactory.emptyMap(),
                ValueFactory.newMap(ValueFactory.newString("ack"), ValueFactory.newNil()));
        for (Value answer : answers) {
            peer.conduct(peer.answering(ForwardPeer.packed(answer)));
            assertThat(kinds(send(destination, TestEvents.events(0, 1))))
                    .as(answer.toJson())
                    .containsOnly(Kind.RETRY);
        }
    }

    /** Old MessagePack has one type for text and binary, and some receivers still write names as binary. */
    @Test
    void takesAnAcknowledgementWhoseNameIsTypedAsBinary() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        peer.conduct(session -> {
            String chunk = session.next().orElseThrow().chunk().orElseThrow();
            session.send(ForwardPeer.packed(ValueFactory.newMap(binary("ack"), binary(chunk))));
            session.next();
        });
        assertThat(kinds(send(to(peer), TestEvents.events(0, 2)))).containsOnly(Kind.ACCEPTED);
    }

    private static Value binary(String text) {
        return ValueFactory.newBinary(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesAnAnswerThatAnnouncesMoreThanItMayHold() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        Destination destination = to(peer);
        for (String header : List.of("dd7fffffff", "df7fffffff", "c67fffffff", "db7fffffff", "c97fffffff00", "c1")) {
            peer.conduct(peer.answering(HexFormat.of().parseHex(header)));
            assertThat(kinds(send(destination, TestEvents.events(0, 1))))
                    .as(header)
                    .containsOnly(Kind.RETRY);
        }
    }

    /** More than any socket buffer takes: the write itself has to end in time. */
    @Test
    void givesUpOnAReceiverThatNeverReads() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        peer.behave(Behaviour.STALL);
        int large = 32 * 1024 * 1024;
        Destination destination =
                destination(TestConfigs.limited(TestConfigs.open(peer.port()), Compression.NONE, large, large));
        List<OcsfEvent> events = List.of(TestEvents.event(0, "x".repeat(large / 2)));
        assertThat(kinds(send(destination, events))).containsOnly(Kind.RETRY);
    }

    @Test
    void endsASendThatIsUnderWayWhenItIsClosed() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        CountDownLatch reached = new CountDownLatch(1);
        peer.conduct(session -> {
            session.next();
            reached.countDown();
            session.next();
        });
        FluentdConfig patient = TestConfigs.patient(TestConfigs.open(peer.port()));
        Destination destination = destination(patient);
        RecordedOutcomes outcomes = new RecordedOutcomes(2);
        Thread sender = new Thread(() -> sendUntilStopped(destination, outcomes));
        sender.start();
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        destination.close();
        assertThat(outcomes.kinds(Duration.ofSeconds(20))).containsOnly(Kind.RETRY);
        sender.join();
        assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.RETRY);
    }

    @Test
    void interruptingASendReportsWhatIsLeftAndThrows() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        CountDownLatch reached = new CountDownLatch(1);
        peer.conduct(session -> {
            session.next();
            reached.countDown();
            session.next();
        });
        Destination destination = destination(TestConfigs.patient(TestConfigs.open(peer.port())));
        RecordedOutcomes outcomes = new RecordedOutcomes(2);
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread sender = new Thread(() -> {
            if (!sendUntilStopped(destination, outcomes)) {
                interrupted.countDown();
            }
        });
        sender.start();
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        sender.interrupt();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(outcomes.kinds(Duration.ofSeconds(1))).containsOnly(Kind.RETRY);
    }

    private static boolean sendUntilStopped(Destination destination, RecordedOutcomes outcomes) {
        try {
            destination.send(TestEvents.events(0, 2), outcomes);
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }
}
