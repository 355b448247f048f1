package io.siembridge.app.destination.fluentd;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Peers and destinations that are closed after each test, and a clock that stands still until told otherwise. */
@Timeout(60)
abstract class ForwardFixture {
    private final List<AutoCloseable> opened = new ArrayList<>();
    final Clock clock = new Clock();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    Destination to(ForwardPeer peer) {
        return destination(TestConfigs.open(peer.port()));
    }

    Destination destination(FluentdConfig config) {
        return opened(new FluentdDestination(
                config, new DestinationContext("siem", "bridge.example.net", "0.0.0-test", clock, new Random(7))));
    }

    ForwardPeer started(ForwardPeer peer) {
        opened(peer).start();
        return peer;
    }

    <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    static List<Outcome> send(Destination destination, List<OcsfEvent> events) throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
        destination.send(events, outcomes);
        return outcomes.all(Duration.ofSeconds(1));
    }

    static List<Kind> kinds(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::kind).toList();
    }

    /** A clock that is moved by hand. */
    static final class Clock implements InstantSource {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
