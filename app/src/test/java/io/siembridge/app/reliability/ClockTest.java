package io.siembridge.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.bridge.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The wall clock jumps while a destination is away. */
@Timeout(240)
class ClockTest {
    /** The last one leads back before the others, or what was planned before it would be due whatever clock it is on. */
    private static final List<Duration> JUMPS = List.of(
            Duration.ofDays(-1),
            Duration.ofDays(30),
            Duration.ofDays(-60),
            Duration.ofDays(400),
            Duration.ofDays(-500));

    @Test
    void retriesRepeatsAndRetentionSurviveJumpsInBothDirections(@TempDir Path folder) throws Exception {
        Jumping clock = new Jumping();
        Environment real = Environment.real();
        Environment environment =
                new Environment(clock, real.random(), real.hostName(), real.version(), real.spoolListener());
        try (Campaign campaign = new Campaign(folder)) {
            campaign.peers.splunkGoes();
            try (Campaign.Local local = campaign.local(environment, ", keep_delivered: 7d")) {
                for (Duration jump : JUMPS) {
                    Sent webhook = campaign.traffic.next();
                    String receipt =
                            campaign.senders.send(local.ports(), webhook).orElseThrow();
                    awaitRetryOf(local);
                    clock.jump(jump);
                    local.bridge().spool().tidy();
                    assertThat(local.bridge().spool().webhook(receipt))
                            .as("what waits is never removed, whatever the time")
                            .isPresent();
                    assertThat(campaign.senders.send(local.ports(), campaign.traffic.next()))
                            .isPresent();
                    if (webhook.source().equals("snyk")) {
                        assertThat(campaign.senders.send(local.ports(), webhook))
                                .as("a repeat with its id is the first, whatever the time")
                                .contains(receipt);
                    }
                }
                campaign.peers.splunkComes();
                campaign.drained(local.ports());
                local.bridge().spool().tidy();
            }
            assertThat(campaign.judge().broken()).isEmpty();
            assertThat(campaign.end().broken()).isEmpty();
        }
    }

    /** Until something that was sent is to be sent again, at a time. */
    private static void awaitRetryOf(Campaign.Local local) {
        await().until(() ->
                local.bridge().workers().get("splunk").status().state().equals("retrying"));
    }

    /** A clock that runs as others do, from wherever it was put. */
    private static final class Jumping implements InstantSource {
        private volatile Duration offset = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
        }

        void jump(Duration by) {
            offset = offset.plus(by);
        }
    }
}
