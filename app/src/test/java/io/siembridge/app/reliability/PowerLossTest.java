package io.siembridge.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the power from under the bridge: see {@link Volume} for what that means here. Needs root and loop devices;
 * where they are missing it says so and is skipped, unless {@code -Dpowerloss=required}. {@code -Dpowerloss.rounds=100}
 * makes it long.
 */
@Tag("peers")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class PowerLossTest {
    private static final int ROUNDS = Integer.getInteger("powerloss.rounds", 6);
    private static final long SEED = Long.getLong("powerloss.seed", System.nanoTime());
    private static final int ROUNDS_PER_SPOOL = 12;
    private static final int WEBHOOKS_PER_ROUND = 300;
    private static final int ROWS = 200;

    @TempDir
    private Path place;

    @BeforeEach
    void needsLoopDevices() throws Exception {
        Optional<String> obstacle = Volume.obstacle(place.resolve("trial"));
        if (obstacle.isPresent()) {
            System.out.println("SKIPPED PowerLossTest: " + obstacle.get());
            assertThat(System.getProperty("powerloss", "")).as(obstacle.get()).isNotEqualTo("required");
            Assumptions.abort(obstacle.get());
        }
    }

    @Test
    void thisKindOfPowerLossTakesWhatNobodySyncedAndNothingElse() throws Exception {
        assertThat(rowsLeft("OFF")).isLessThan(ROWS);
        assertThat(rowsLeft("FULL")).isEqualTo(ROWS);
    }

    private int rowsLeft(String synchronous) throws Exception {
        try (Volume volume = Volume.create(place.resolve(synchronous))) {
            Path file = volume.root().resolve("control.db");
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("PRAGMA journal_mode = WAL");
                statement.executeUpdate("PRAGMA synchronous = " + synchronous);
                statement.executeUpdate("CREATE TABLE t (n INTEGER)");
                for (int row = 0; row < ROWS; row++) {
                    statement.executeUpdate("INSERT INTO t VALUES (" + row + ")");
                }
                volume.cutPower();
            }
            volume.restorePower();
            return count(file);
        }
    }

    private static int count(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
            return result.getInt(1);
        } catch (SQLException lost) {
            return 0;
        }
    }

    @Test
    void whatWasAnsweredSurvivesPowerLoss() throws Exception {
        Random random = new Random(SEED);
        for (int done = 0; done < ROUNDS; done += ROUNDS_PER_SPOOL) {
            int rounds = Math.min(ROUNDS_PER_SPOOL, ROUNDS - done);
            try (Volume volume = Volume.create(place.resolve("volume-" + done));
                    Campaign campaign = new Campaign(volume.root(), volume.root(), place)) {
                for (int round = 0; round < rounds; round++) {
                    runUntilTheCut(campaign, random.nextInt(3_000));
                    volume.cutPower();
                    volume.restorePower();
                }
                Judge.Verdict verdict = campaign.end();
                System.out.printf(
                        "lost power %d of %d times, seed %d: %s; %s%n",
                        done + rounds, ROUNDS, SEED, campaign.ledger, verdict);
                assertThat(verdict.broken()).isEmpty();
            }
        }
    }

    private static void runUntilTheCut(Campaign campaign, int millis) throws Exception {
        try (ChildProcess bridge = ChildProcess.start(campaign.config())) {
            Senders.Flood flood = campaign.senders.flood(bridge.started(), WEBHOOKS_PER_ROUND);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            bridge.kill();
            flood.await();
        }
    }
}
