package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ProtocolPeer.Behaviour;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.destination.fluentd.FluentdConfig.Compression;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a batch becomes messages, and what comes of events that are never acknowledged. */
final class FluentdMessagesTest extends ForwardFixture {
    @Test
    void buriesNothingWhenTheReceiverAcknowledgesNothing() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        peer.behave(Behaviour.CLOSE_AFTER_ACCEPTING);
        Destination destination = to(peer);
        for (int attempt = 0; attempt < 40; attempt++) {
            assertThat(kinds(send(destination, TestEvents.events(0, 4)))).containsOnly(Kind.RETRY);
        }
        peer.behave(Behaviour.ACCEPT);
        assertThat(kinds(send(destination, TestEvents.events(0, 4)))).containsOnly(Kind.ACCEPTED);
    }

    @Test
    void keepsAPoisonousEventFromHoldingUpLaterOnes() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        peer.behave(Behaviour.REFUSE_POISON);
        Destination destination = to(peer);
        List<Outcome> last = new ArrayList<>();
        for (int number = 1; number < 12 && !kinds(last).contains(Kind.REJECTED); number++) {
            List<OcsfEvent> events = new ArrayList<>(List.of(TestEvents.poison(0)));
            events.add(TestEvents.event(number));
            last = send(destination, events);
            if (number > 3) {
                assertThat(last.get(1).kind()).isEqualTo(Kind.ACCEPTED);
            }
        }
        assertThat(last.get(0).reason()).contains("no_ack");
    }

    @Test
    void sendsEachTagInItsOwnMessageAndInOrder() throws Exception {
        ForwardPeer peer = started(ForwardPeer.open());
        Destination destination = to(peer);
        List<OcsfEvent> events = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            events.add(number % 2 == 0 ? TestEvents.event(number) : ofKind(number, "audit"));
        }
        assertThat(kinds(send(destination, events))).containsOnly(Kind.ACCEPTED);
        assertThat(peer.messageSizes()).containsExactly(3, 3);
        assertThat(peer.received().stream().map(event -> event.tag()).distinct())
                .containsExactly("siem.wallarm.alert", "siem.wallarm.audit");
        assertThat(peer.receivedUids())
                .containsExactly(
                        TestEvents.uid(0),
                        TestEvents.uid(2),
                        TestEvents.uid(4),
                        TestEvents.uid(1),
                        TestEvents.uid(3),
                        TestEvents.uid(5));
    }

    @Test
    void cutsMessagesAtTheFrameLimitAndBuriesWhatFitsNone() throws Exception {
        for (Compression compression : Compression.values()) {
            ForwardPeer peer = started(ForwardPeer.open());
            Destination destination =
                    destination(TestConfigs.limited(TestConfigs.open(peer.port()), compression, 8 * 1024, 4 * 1024));
            List<OcsfEvent> events = new ArrayList<>();
            IntStream.range(0, 9).forEach(number -> events.add(TestEvents.event(number, "x".repeat(2_000))));
            events.add(4, TestEvents.event(99, "x".repeat(5_000)));
            List<Outcome> outcomes = send(destination, events);
            assertThat(outcomes.remove(4).kind()).isEqualTo(Kind.REJECTED);
            assertThat(kinds(outcomes)).containsOnly(Kind.ACCEPTED);
            assertThat(peer.messageSizes()).containsExactly(3, 3, 3);
            assertThat(peer.receivedUids()).isEqualTo(TestEvents.uids(0, 9));
        }
    }

    private static OcsfEvent ofKind(int number, String kind) {
        EventBuilder event = new EventBuilder(EventClass.DETECTION_FINDING, EventClass.DETECTION_FINDING.activity(1));
        event.inMetadata(metadata -> metadata.text("uid", TestEvents.uid(number)));
        return event.build("wallarm", kind, Forwarding.ALWAYS);
    }
}
