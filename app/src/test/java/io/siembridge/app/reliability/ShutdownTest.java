package io.siembridge.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load. */
@Timeout(120)
class ShutdownTest {
    /** What the JVM ends with after SIGTERM. */
    private static final int TERMINATED = 128 + 15;

    @Test
    void stopsInTimeWithEverythingSettledAndNothingSentTwice(@TempDir Path folder) throws Exception {
        try (Campaign campaign = new Campaign(folder)) {
            try (ChildProcess bridge = ChildProcess.start(campaign.config())) {
                Senders.Flood flood = campaign.senders.flood(bridge.started(), 2_000);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
                bridge.terminate();
                assertThat(bridge.awaitEnd(Campaign.STOP)).as(bridge.log()).contains(TERMINATED);
                flood.await();
                assertThat(campaign.ledger.promises()).isNotEmpty();
                assertThat(bridge.log()).doesNotContain("ERROR").contains("Bridge has stopped");
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
}
