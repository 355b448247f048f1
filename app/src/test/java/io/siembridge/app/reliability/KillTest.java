package io.siembridge.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.reliability.Halt.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the bridge under load, again and again on the same spool. {@code -Dkill.rounds=500} makes it long,
 * {@code -Dkill.seed=N} repeats a run as far as chance allows.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class KillTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 20);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    /** A spool is judged after so many; the peers' memory of events ends with it. */
    private static final int ROUNDS_PER_SPOOL = 25;

    private static final int WEBHOOKS_PER_ROUND = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Commits of a spool's own before it tidies for the first time, at most. */
    private static final int AT_OPENING = 2;

    private final Random random = new Random(SEED);

    /** How a round ends. */
    private enum Death {
        WHILE_OPENING,
        ANY_MOMENT,
        BEFORE_COMMIT,
        BEFORE_ANSWER,
        WHILE_SENDING,
        BEFORE_SETTLING,
        AFTER_SETTLING,
        BEFORE_TIDYING,
        AFTER_TIDYING
    }

    @Test
    void whatWasAnsweredSurvivesEveryDeath(@TempDir Path folder) throws Exception {
        for (int done = 0; done < ROUNDS; done += ROUNDS_PER_SPOOL) {
            Path place = Files.createDirectory(folder.resolve("spool-" + done));
            int rounds = Math.min(ROUNDS_PER_SPOOL, ROUNDS - done);
            try (Campaign campaign = new Campaign(place)) {
                for (int round = 0; round < rounds; round++) {
                    Death death = Death.values()[(done + round) % Death.values().length];
                    die(campaign, death);
                }
                Judge.Verdict verdict = campaign.end();
                System.out.printf(
                        "killed %d of %d times, seed %d: %s; %s%n",
                        done + rounds, ROUNDS, SEED, campaign.ledger, verdict);
                assertThat(verdict.broken()).isEmpty();
            }
        }
    }

    private void die(Campaign campaign, Death death) throws Exception {
        boolean tidies = death == Death.BEFORE_TIDYING || death == Death.AFTER_TIDYING;
        Path config = tidies ? campaign.config(", keep_delivered: 1s") : campaign.config();
        try (ChildProcess bridge = ChildProcess.start(config, halt(death), tidies)) {
            if (death == Death.WHILE_OPENING) {
                killWhileOpening(campaign, bridge);
                return;
            }
            var ports = bridge.ready();
            if (ports.isEmpty()) {
                // Halted by what an earlier round left to settle.
                assertThat(bridge.awaitEnd(PATIENCE)).contains(137);
                return;
            }
            Senders.Flood flood = campaign.senders.flood(ports.get(), WEBHOOKS_PER_ROUND);
            if (death == Death.ANY_MOMENT) {
                pause(random.nextInt(1_000));
                bridge.kill();
            } else if (death == Death.WHILE_SENDING) {
                campaign.peers.whenSplunkTakes(bridge::kill);
            }
            flood.await();
            assertThat(bridge.awaitEnd(PATIENCE))
                    .as("%s, exit status; log: %s", death, bridge.log())
                    .contains(137);
            campaign.peers.whenSplunkTakes(() -> {});
        }
    }

    private Halt halt(Death death) {
        return switch (death) {
            case BEFORE_COMMIT -> new Halt(Point.BEFORE_COMMIT, 1 + random.nextInt(10));
            case BEFORE_ANSWER -> new Halt(Point.BEFORE_ANSWER, 1 + random.nextInt(10));
            case BEFORE_SETTLING -> new Halt(Point.BEFORE_SETTLING, 1 + random.nextInt(5));
            case AFTER_SETTLING -> new Halt(Point.AFTER_SETTLING, 1 + random.nextInt(5));
            case BEFORE_TIDYING -> new Halt(Point.BEFORE_TIDYING, AT_OPENING + 1 + random.nextInt(3));
            case AFTER_TIDYING -> new Halt(Point.AFTER_TIDYING, AT_OPENING + 1 + random.nextInt(3));
            case WHILE_OPENING, ANY_MOMENT, WHILE_SENDING -> new Halt(Point.NOWHERE, 1);
        };
    }

    /** From the moment it takes the lock on, when it makes, checks or migrates the file. */
    private void killWhileOpening(Campaign campaign, ChildProcess bridge) throws IOException {
        Path lock = campaign.folder.resolve("spool.db.lock");
        Files.deleteIfExists(lock);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(lock) && bridge.isAlive() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(200_000);
        }
        pause(random.nextInt(120));
        bridge.kill();
    }

    /** Chance, not patience: the moment of death is what is being varied. */
    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
