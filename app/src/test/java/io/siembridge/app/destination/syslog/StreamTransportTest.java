package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.demo.SyslogReceiver;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ProtocolPeer.Behaviour;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How a connection that is never answered loses, and how that is noticed. */
@Timeout(60)
final class StreamTransportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(10);

    private SyslogPeer peer;

    @BeforeEach
    void startPeer() throws Exception {
        peer = UidOnly.peer();
        peer.start();
    }

    @AfterEach
    void stopPeer() {
        peer.close();
    }

    @Test
    void countsOctetsWhereTheReceiverExpectsIt() throws Exception {
        try (SyslogReceiver receiver = SyslogReceiver.open();
                Destination destination = UidOnly.to("tcp://127.0.0.1:" + receiver.port())
                        .framing(Framing.OCTET_COUNTED)
                        .destination()) {
            assertThat(kinds(send(destination, List.of(event(1, "a café"), event(2, "next")))))
                    .containsOnly(Kind.ACCEPTED);
            assertThat(receiver.received())
                    .containsExactly(
                            "<13>uid=" + TestEvents.uid(1) + " a café", "<13>uid=" + TestEvents.uid(2) + " next");
        }
    }

    @Test
    void confirmsAnEventOnlyWhenItIsOldEnough() throws Exception {
        Duration age = Duration.ofMillis(1200);
        try (Destination destination =
                UidOnly.to(peer.address()).confirmAfter(age).destination()) {
            RecordedOutcomes outcomes = new RecordedOutcomes(1);
            destination.send(TestEvents.events(0, 1), outcomes);
            long written = System.nanoTime();
            await().atMost(PATIENCE).until(() -> peer.receivedUids().size() == 1);
            assertThat(outcomes.complete()).isFalse();
            assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
            assertThat(Duration.ofNanos(System.nanoTime() - written))
                    .isBetween(age.minusMillis(50), age.plusSeconds(5));
        }
    }

    @Test
    void handsBackEverythingUnconfirmedWhenTheConnectionEnds() throws Exception {
        try (Destination destination =
                UidOnly.to(peer.address()).confirmAfter(LONG).destination()) {
            List<RecordedOutcomes> batches = new ArrayList<>();
            for (int batch = 0; batch < 4; batch++) {
                RecordedOutcomes outcomes = new RecordedOutcomes(5);
                destination.send(TestEvents.events(batch * 5, batch * 5 + 5), outcomes);
                batches.add(outcomes);
            }
            await().atMost(PATIENCE).until(() -> peer.receivedUids().size() == 20);
            peer.cutAll();
            for (RecordedOutcomes outcomes : batches) {
                assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.RETRY);
            }
        }
    }

    @Test
    void takesNothingForDeliveredThatWasWrittenToADeadConnection() throws Exception {
        try (Destination destination = UidOnly.to(peer.address()).destination()) {
            for (int number = 0; number < 8; number++) {
                List<OcsfEvent> event = TestEvents.events(number, number + 1);
                peer.cutAll();
                int attempts = 0;
                while (send(destination, event).get(0).kind() != Kind.ACCEPTED) {
                    assertThat(++attempts).isLessThan(5);
                }
                assertThat(peer.receivedUids()).contains(TestEvents.uid(number));
            }
        }
    }

    /** Little enough for no write to hang, and too much for the receiver's side to hold. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void confirmsNothingThatStillLiesInThisMachine() throws Exception {
        peer.behave(Behaviour.STALL);
        try (Destination destination = UidOnly.to(peer.address())
                .confirmAfter(Duration.ofMillis(200))
                .writeTimeout(Duration.ofSeconds(2))
                .destination()) {
            List<Outcome> outcomes = send(destination, longEvents(8));
            assertThat(kinds(outcomes).subList(4, 8)).containsOnly(Kind.RETRY);
            assertThat(outcomes.get(7).reason()).contains("was not taken");
        }
    }

    @Test
    void stopsSoonWhenInterruptedInAWriteThatHangs() throws Exception {
        peer.behave(Behaviour.STALL);
        try (Destination destination =
                UidOnly.to(peer.address()).confirmAfter(LONG).writeTimeout(LONG).destination()) {
            RecordedOutcomes outcomes = new RecordedOutcomes(200);
            Thread sender = sending(destination, longEvents(200), outcomes);
            await().atMost(PATIENCE).until(() -> hangsInAWrite(sender));
            sender.interrupt();
            sender.join(Duration.ofSeconds(10).toMillis());
            assertThat(sender.isAlive()).isFalse();
            assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.RETRY);
        }
    }

    @Test
    void isClosedWithinSecondsWhileAWriteHangs() throws Exception {
        peer.behave(Behaviour.STALL);
        Destination destination =
                UidOnly.to(peer.address()).confirmAfter(LONG).writeTimeout(LONG).destination();
        RecordedOutcomes outcomes = new RecordedOutcomes(200);
        Thread sender = sending(destination, longEvents(200), outcomes);
        await().atMost(PATIENCE).until(() -> hangsInAWrite(sender));
        assertClosesWithinSeconds(destination);
        assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.RETRY);
        sender.join(PATIENCE.toMillis());
        assertThat(sender.isAlive()).isFalse();
    }

    @Test
    void isClosedWithinSecondsByAReceiverThatNeverClosesItsSide() throws Exception {
        peer.behave(Behaviour.STALL);
        Destination destination = UidOnly.to(peer.address()).confirmAfter(LONG).destination();
        RecordedOutcomes outcomes = new RecordedOutcomes(3);
        destination.send(TestEvents.events(0, 3), outcomes);
        assertClosesWithinSeconds(destination);
        assertThat(outcomes.complete()).isTrue();
        assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.RETRY);
    }

    @Test
    void confirmsWhatTheReceiverReadToTheEndWhenItIsClosed() throws Exception {
        Destination destination = UidOnly.to(peer.address()).confirmAfter(LONG).destination();
        RecordedOutcomes outcomes = new RecordedOutcomes(25);
        destination.send(TestEvents.events(0, 25), outcomes);
        destination.close();
        assertThat(outcomes.complete()).isTrue();
        assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
        assertThat(peer.receivedUids()).isEqualTo(TestEvents.uids(0, 25));
    }

    @Test
    void waitsWhileTooManyEventsAreUnconfirmed() throws Exception {
        Duration age = Duration.ofMillis(800);
        try (Destination destination =
                UidOnly.to(peer.address()).confirmAfter(age).maxUnconfirmed(2).destination()) {
            RecordedOutcomes outcomes = new RecordedOutcomes(3);
            assertThat(destination.probe().accepts()).isTrue();
            long start = System.nanoTime();
            for (int number = 0; number < 3; number++) {
                int index = number;
                destination.send(
                        TestEvents.events(index, index + 1), (only, outcome) -> outcomes.report(index, outcome));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(age.minusMillis(50));
            assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
            assertThat(peer.receivedUids()).isEqualTo(TestEvents.uids(0, 3));
        }
    }

    @Test
    void handsBackWhatWaitsForRoomWhenTheConnectionEnds() throws Exception {
        try (Destination destination =
                UidOnly.to(peer.address()).confirmAfter(LONG).maxUnconfirmed(1).destination()) {
            RecordedOutcomes first = new RecordedOutcomes(1);
            destination.send(TestEvents.events(0, 1), first);
            RecordedOutcomes second = new RecordedOutcomes(1);
            Thread sender = sending(destination, TestEvents.events(1, 2), second);
            await().atMost(PATIENCE).until(() -> peer.receivedUids().size() == 1);
            peer.cutAll();
            assertThat(first.kinds(PATIENCE)).containsOnly(Kind.RETRY);
            assertThat(second.kinds(PATIENCE)).containsOnly(Kind.RETRY);
            sender.join(PATIENCE.toMillis());
        }
    }

    @Test
    void triesServersInTheirOrder() throws Exception {
        try (SyslogPeer second = UidOnly.peer();
                Destination destination =
                        UidOnly.to(peer.address(), second.address()).destination()) {
            second.start();
            peer.stop();
            assertThat(kinds(send(destination, TestEvents.events(0, 2)))).containsOnly(Kind.ACCEPTED);
            peer.start();
            second.stop();
            assertThat(kinds(send(destination, TestEvents.events(2, 3)))).isNotEmpty();
            assertThat(kinds(send(destination, TestEvents.events(3, 4)))).containsOnly(Kind.ACCEPTED);
            assertThat(second.receivedUids()).isEqualTo(TestEvents.uids(0, 2));
            assertThat(peer.receivedUids()).contains(TestEvents.uid(3));
        }
    }

    @Test
    void showsWhatCameBackFromSomethingThatIsNoReceiver() throws Exception {
        peer.behave(Behaviour.ANSWER_GARBAGE);
        try (Destination destination = UidOnly.to(peer.address()).destination()) {
            assertThat(send(destination, TestEvents.events(0, 1))).allSatisfy(outcome -> {
                assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
                assertThat(outcome.excerpt()).contains("HTTP/1.1 400 Bad Request");
            });
        }
    }

    @Test
    void givesUpAConnectionThatIsNotTaken() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1);
                Destination destination =
                        UidOnly.to("tcp://127.0.0.1:" + full.getLocalPort()).destination()) {
            List<Socket> fillers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                try {
                    filler.connect(full.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException backlogIsFull) {
                    break;
                }
            }
            long start = System.nanoTime();
            assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.RETRY);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void buriesAnEventThatDoesNotFitAndDeliversItsNeighbours() throws Exception {
        try (Destination destination = UidOnly.to(peer.address()).destination()) {
            List<Outcome> outcomes =
                    send(destination, List.of(event(0, "a"), event(1, UidOnly.TOO_LARGE), event(2, "c")));
            assertThat(kinds(outcomes)).containsExactly(Kind.ACCEPTED, Kind.REJECTED, Kind.ACCEPTED);
            assertThat(outcomes.get(1).reason()).contains("oversize").contains("max_event");
            assertThat(peer.receivedUids()).containsExactly(TestEvents.uid(0), TestEvents.uid(2));
        }
    }

    @Test
    void needsOneThreadThatIsNamedAfterTheDestinationAndEndsWithIt() throws Exception {
        Destination destination = UidOnly.to(peer.address()).destination("only-here");
        assertThat(destination.probe().accepts()).isTrue();
        assertThat(threadsNamed("only-here")).isEqualTo(1);
        peer.cutAll();
        await().atMost(PATIENCE).until(() -> threadsNamed("only-here") == 0);
        assertThat(destination.probe().accepts()).isTrue();
        assertThat(threadsNamed("only-here")).isEqualTo(1);
        destination.close();
        await().atMost(PATIENCE).until(() -> threadsNamed("only-here") == 0);
        await().atMost(PATIENCE).until(() -> peer.openConnections() == 0);
    }

    private static void assertClosesWithinSeconds(Destination destination) {
        long start = System.nanoTime();
        destination.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    private static long threadsNamed(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(name))
                .count();
    }

    private static boolean hangsInAWrite(Thread thread) {
        return List.of(thread.getStackTrace()).stream()
                .anyMatch(frame -> frame.getClassName().equals(SyslogSocket.class.getName())
                        && frame.getMethodName().equals("write"));
    }

    private static Thread sending(Destination destination, List<OcsfEvent> events, RecordedOutcomes outcomes) {
        Thread sender = new Thread(() -> {
            try {
                destination.send(events, outcomes);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        sender.start();
        return sender;
    }

    private static List<OcsfEvent> longEvents(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> event(number, "x".repeat(20_000)))
                .toList();
    }

    private static OcsfEvent event(int number, String message) {
        return TestEvents.event(number, message);
    }

    private static List<Outcome> send(Destination destination, List<OcsfEvent> events) throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
        destination.send(events, outcomes);
        return outcomes.all(PATIENCE);
    }

    private static List<Kind> kinds(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::kind).toList();
    }
}
