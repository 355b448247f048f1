package io.siembridge.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.bridge.Environment;
import io.siembridge.app.spool.SpoolListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load, and the end that the bridge asks for itself. */
@Timeout(120)
class ShutdownTest {
    /** What the JVM ends with after SIGTERM. */
    private static final int TERMINATED = 128 + 15;

    @Test
    void stopsInTimeWithEverythingSettledAndNothingSentTwice(@TempDir Path folder) throws Exception {
        try (Campaign campaign = new Campaign(folder)) {
            try (ChildProcess bridge = ChildProcess.start(campaign.config())) {
                Senders.Flood flood = campaign.senders.flood(bridge.started(), 2_000);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> campaign.ledger.promises().size() > 100);
                bridge.terminate();
                assertThat(bridge.awaitEnd(Campaign.STOP)).as(bridge.log()).contains(TERMINATED);
                flood.await();
                assertThat(bridge.log()).doesNotContain("cannot be reached").contains("Bridge has stopped");
            }
            assertThat(campaign.judge().broken()).isEmpty();
            Judge.Verdict verdict = campaign.end();
            System.out.println("terminated under load: " + campaign.ledger + "; " + verdict);
            assertThat(verdict.broken()).isEmpty();
            assertThat(verdict.copies())
                    .as("events sent again although they had arrived")
                    .isZero();
        }
    }

    /** As a lack of memory in the one thread that writes. */
    private static final class OutOfMemory implements SpoolListener {
        @Override
        public void beforeCommit(int acceptances, int settlements) {
            if (acceptances > 0) {
                throw new OutOfMemoryError("as if");
            }
        }
    }

    @Test
    void anErrorInTheWriterIsAnsweredAndEndsTheBridge(@TempDir Path folder) throws Exception {
        try (Campaign campaign = new Campaign(folder)) {
            try (Campaign.Local local = campaign.local(Environment.real().with(new OutOfMemory()))) {
                assertThat(campaign.senders.untilRefused(local.ports(), 1).statusCode())
                        .isEqualTo(503);
                assertThat(local.bridge().brokenDown().get(10, TimeUnit.SECONDS))
                        .hasMessage("as if");
                assertThat(campaign.senders.untilRefused(local.ports(), 1).statusCode())
                        .isEqualTo(503);
            }
            assertThat(campaign.end().broken()).isEmpty();
        }
    }
}
