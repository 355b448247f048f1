package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Giving room back, copying, proving: all of it beside the work. */
@Timeout(120)
class SpoolUpkeepTest {
    @TempDir
    Path folder = Path.of("unset");

    private final Random random = new Random(11);
    private SpoolLab lab = new SpoolLab(folder);

    @BeforeEach
    void makeLab() {
        lab = new SpoolLab(folder);
    }

    private void fill(SqliteSpool spool, int webhooks, int bytes) {
        List<CompletableFuture<Acceptance>> answers = new ArrayList<>();
        for (int i = 0; i < webhooks; i++) {
            byte[] body = new byte[bytes];
            random.nextBytes(body);
            answers.add(spool.accept(lab.webhook(body), List.of("splunk")));
        }
        answers.forEach(answer -> assertThat(answer.join().kind()).isEqualTo(Acceptance.Kind.ACCEPTED));
    }

    @Test
    void givesRoomBackWhenWebhooksWereRemoved() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            fill(spool, 1500, 10_000);
            SpoolLab.deliverAll(spool, "splunk");
            spool.accept(lab.webhook("newest"), List.of("splunk")).join();
            long full = Files.size(lab.file()) + Files.size(lab.log());
            lab.time.pass(Duration.ofDays(8));

            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (Files.size(lab.file()) + Files.size(lab.log()) > full / 10 && System.nanoTime() < deadline) {
                lab.time.pass(Duration.ofSeconds(1));
                spool.tidy();
            }

            assertThat(Files.size(lab.file()) + Files.size(lab.log())).isLessThan(full / 10);
            assertThat(spool.tallies().get("splunk"))
                    .isEqualTo(new DestinationTally(1501, 1500, 1, 0, 0, Optional.of(TestTime.START)));
            assertThat(spool.check()).isEmpty();
        }
    }

    @Test
    void theLogStaysShortUnderLoad() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            for (int i = 0; i < 6; i++) {
                fill(spool, 100, 100_000);
            }
            assertThat(Files.size(lab.log())).isLessThan(40L << 20);
        }
    }

    @Test
    void copiesItselfWhileRunning() throws Exception {
        Path copy = folder.resolve("copies/spool.db");
        Files.createDirectories(folder.resolve("copies"));
        try (SqliteSpool spool = lab.open()) {
            fill(spool, 50, 1000);
            spool.backup(copy);
            fill(spool, 50, 1000);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                    .isEqualTo("rw-------");
            assertThatExceptionOfType(SpoolException.class)
                    .isThrownBy(() -> spool.backup(copy))
                    .withMessageContaining("is there already");
            assertThatExceptionOfType(SpoolException.class)
                    .isThrownBy(() -> spool.backup(folder.resolve("nowhere/spool.db")))
                    .withMessageContaining("Check that the folder is there");
        }
        SpoolLab other = new SpoolLab(folder.resolve("copies"));
        try (SqliteSpool restored = other.open()) {
            assertThat(restored.tallies().get("splunk"))
                    .extracting(DestinationTally::waiting)
                    .isEqualTo(50L);
            assertThat(restored.claim("splunk", 100, SpoolLab.MUCH, SpoolLab.LEASE))
                    .hasSize(50);
            assertThat(restored.check()).isEmpty();
        }
    }

    @Test
    void noticesBooksThatDoNotAgreeWithTheRows() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            fill(spool, 3, 100);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + lab.file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE tally SET owed = owed + 1");
            statement.executeUpdate("UPDATE delivery SET state = 2 WHERE seq = 1");
        }
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.check())
                    .anySatisfy(problem -> assertThat(problem).contains("splunk do not close"))
                    .anySatisfy(problem -> assertThat(problem).contains("say 3 WAITING, there are 2"))
                    .anySatisfy(problem -> assertThat(problem).contains("say 0 DEAD, there are 1"))
                    .anySatisfy(problem -> assertThat(problem).contains("no open dead letter"));
        }
    }

    @Test
    void keepsTheFirstAndTheLastOfVeryManyAttempts() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            String receipt =
                    spool.accept(lab.webhook("a"), List.of("splunk")).join().webhook();
            for (int i = 1; i <= 30; i++) {
                ClaimedDelivery delivery =
                        spool.claim("splunk", 1, SpoolLab.MUCH, SpoolLab.LEASE).get(0);
                assertThat(delivery.attempts()).isEqualTo(i - 1);
                spool.settle(List.of(Settlement.retry(
                                delivery.id(), Set.of(), lab.time.instant(), SpoolLab.attempt("try " + i))))
                        .join();
            }
            assertThat(spool.webhook(receipt).orElseThrow().deliveries().get(0).tries())
                    .extracting(Settlement.Attempt::outcome)
                    .hasSize(20)
                    .startsWith("try 1", "try 2")
                    .contains("try 10", "try 21")
                    .doesNotContain("try 11", "try 20")
                    .endsWith("try 29", "try 30");
        }
    }

    @Test
    void keepsTheLargestBodiesExactly() throws Exception {
        byte[] body = new byte[16 << 20];
        random.nextBytes(body);
        try (SqliteSpool spool = lab.open()) {
            spool.accept(lab.webhook(body), List.of("splunk")).join();
            assertThat(spool.claim("splunk", 10, 1, SpoolLab.LEASE)
                            .get(0)
                            .webhook()
                            .body())
                    .isEqualTo(body);
        }
    }

    @Test
    void pagesOfWholeWebhooksEndBeforeTheyFillTheMemory() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            fill(spool, 5, 7 << 20);
            Page<StoredWebhook> first = spool.webhooksAfter(Optional.empty(), 100);
            assertThat(first.items()).hasSize(2);
            assertThat(spool.webhooksAfter(first.next(), 100).items()).hasSize(2);
        }
    }
}
