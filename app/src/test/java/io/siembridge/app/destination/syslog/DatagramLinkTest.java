package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.TestEvents;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DatagramLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void sendsOneDatagramForEachEventWithoutFraming() throws Exception {
        try (DatagramSocket receiver = receiver();
                Destination destination = UidOnly.to(address(receiver)).destination()) {
            RecordedOutcomes outcomes = new RecordedOutcomes(3);
            destination.send(TestEvents.events(0, 3), outcomes);
            assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
            for (int number = 0; number < 3; number++) {
                assertThat(receive(receiver))
                        .isEqualTo("<13>uid=" + TestEvents.uid(number) + " Something happened " + number);
            }
        }
    }

    @Test
    void triesAgainWhatWasRefusedAndDeliversWhenSomebodyListens() throws Exception {
        DatagramSocket taken = receiver();
        int port = taken.getLocalPort();
        taken.close();
        try (Destination destination = UidOnly.to("udp://127.0.0.1:" + port).destination()) {
            RecordedOutcomes outcomes = new RecordedOutcomes(3);
            destination.send(TestEvents.events(0, 3), outcomes);
            assertThat(outcomes.kinds(PATIENCE)).contains(Kind.RETRY);
            try (DatagramSocket receiver = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                receiver.setSoTimeout((int) PATIENCE.toMillis());
                RecordedOutcomes again = new RecordedOutcomes(1);
                destination.send(TestEvents.events(3, 4), again);
                assertThat(again.kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
                assertThat(receive(receiver)).contains(TestEvents.uid(3));
            }
        }
    }

    @Test
    void buriesWhatTheNetworkCannotCarryAndSendsItsNeighbours() throws Exception {
        try (DatagramSocket receiver = receiver()) {
            DatagramLink link = new DatagramLink(ServerAddress.of(URI.create(address(receiver))));
            RecordedOutcomes outcomes = new RecordedOutcomes(2);
            link.send(List.of(new Message(0, new byte[65_508]), new Message(1, new byte[] {'x'})), outcomes);
            link.close();
            assertThat(outcomes.kinds(PATIENCE)).containsExactly(Kind.REJECTED, Kind.ACCEPTED);
            assertThat(receive(receiver)).isEqualTo("x");
        }
    }

    @Test
    void triesAgainWhenTheNameCannotBeResolved() throws Exception {
        try (Destination destination =
                UidOnly.to("udp://no-such-host.invalid:514").destination()) {
            RecordedOutcomes outcomes = new RecordedOutcomes(1);
            destination.send(TestEvents.events(0, 1), outcomes);
            Outcome outcome = outcomes.all(PATIENCE).get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
            assertThat(outcome.reason()).contains("no-such-host.invalid");
            assertThat(destination.probe().accepts()).isFalse();
        }
    }

    @Test
    void saysThatNothingCanBeKnown() throws Exception {
        try (DatagramSocket receiver = receiver();
                Destination destination = UidOnly.to(address(receiver)).destination()) {
            assertThat(destination.probe().accepts()).isTrue();
            assertThat(destination.probe().reason()).contains("cannot be known");
        }
    }

    private static DatagramSocket receiver() throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static String address(DatagramSocket receiver) {
        return "udp://127.0.0.1:" + receiver.getLocalPort();
    }

    private static String receive(DatagramSocket receiver) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        receiver.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }
}
