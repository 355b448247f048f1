package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siembridge.app.spool.Acceptance.Kind;
import io.siembridge.app.spool.Acceptance.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fill up and limits that are reached: it refuses in time, keeps what it has, and recovers by itself. */
@Timeout(60)
class SpoolTroubleTest {
    @TempDir
    Path folder = Path.of("unset");

    private SpoolLab lab = new SpoolLab(folder);

    @BeforeEach
    void makeLab() {
        lab = new SpoolLab(folder);
    }

    /** Leaves SQLite as many pages as it has and a few more; the next session of the writer has no such limit. */
    private static void fillDisk(SqliteSpool spool) {
        spool.write(Command.of(
                        1,
                        transaction -> transaction
                                .handle()
                                .createQuery("PRAGMA max_page_count = 40")
                                .mapTo(Integer.class)
                                .one()))
                .join();
    }

    @Test
    void refusesWhatDoesNotFitAndKeepsWhatDid() throws Exception {
        byte[] body = new byte[3000];
        try (SqliteSpool spool = lab.open()) {
            fillDisk(spool);
            List<Acceptance> answers = new ArrayList<>();
            do {
                body[0]++;
                answers.add(spool.accept(lab.webhook(body.clone()), List.of("splunk"))
                        .join());
            } while (answers.get(answers.size() - 1).kind() == Kind.ACCEPTED && answers.size() < 100);
            Acceptance last = answers.remove(answers.size() - 1);

            assertThat(last.refusal()).map(Acceptance.Refusal::reason).contains(Reason.WRITE_FAILED);
            assertThat(last.refusal().orElseThrow().retryAfter()).isPositive();
            assertThat(answers).isNotEmpty();
            assertThat(spool.health().accepts()).isFalse();
            assertThat(spool.health().reason()).contains("Nothing could be written");
            assertThat(spool.tallies().get("splunk"))
                    .extracting(DestinationTally::owed)
                    .isEqualTo((long) answers.size());

            // The writer has opened a new connection, and with it there is room again.
            assertThat(spool.accept(lab.webhook("after"), List.of("splunk"))
                            .join()
                            .kind())
                    .isEqualTo(Kind.ACCEPTED);
            assertThat(spool.health().accepts()).isTrue();
            assertThat(spool.check()).isEmpty();
            assertThat(spool.webhooks(WebhookFilter.all(), Optional.empty(), 200)
                            .items())
                    .hasSize(answers.size() + 1);
        }
    }

    @Test
    void provesByItselfThatWritingWorksAgain() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            fillDisk(spool);
            spool.accept(lab.webhook(new byte[1 << 20]), List.of("splunk")).join();
            assertThat(spool.health().accepts()).isFalse();
            spool.tidy();
            assertThat(spool.health().accepts()).isTrue();
            assertThat(spool.ledger(TestTime.START, TestTime.START.plusSeconds(3600)))
                    .contains(new LedgerEntry(TestTime.START, "soda", Optional.empty(), "unavailable", 1));
        }
    }

    @Test
    void aSettlementIsNotRefusedWithTheWebhooksBesideIt() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            spool.accept(lab.webhook("a"), List.of("splunk")).join();
            ClaimedDelivery delivery =
                    spool.claim("splunk", 1, SpoolLab.MUCH, SpoolLab.LEASE).get(0);
            fillDisk(spool);
            var refused = spool.accept(lab.webhook(new byte[1 << 20]), List.of("splunk"));
            var settled = spool.settle(List.of(Settlement.delivered(delivery.id(), SpoolLab.attempt("accepted"))));

            assertThat(refused.join().kind()).isEqualTo(Kind.REFUSED);
            settled.join();
            assertThat(spool.tallies().get("splunk"))
                    .extracting(DestinationTally::delivered)
                    .isEqualTo(1L);
        }
    }

    @Test
    void refusesWhileTheReserveIsStillThere() throws Exception {
        lab.minFreeDisk = Long.MAX_VALUE / 2;
        try (SqliteSpool spool = lab.open()) {
            Acceptance refused =
                    spool.accept(lab.webhook("a"), List.of("splunk")).join();
            assertThat(refused.refusal()).map(Acceptance.Refusal::reason).contains(Reason.DISK_RESERVE);
            assertThat(refused.refusal().orElseThrow().retryAfter()).isEqualTo(Duration.ofSeconds(30));
            assertThat(spool.health().accepts()).isFalse();
            assertThat(spool.health().reason()).contains("min_free_disk");
            spool.settle(List.of(Settlement.released(new DeliveryId("x", "splunk"))))
                    .join();
        }
    }

    @Test
    void refusesWhenAsLargeAsAllowedAndRecoversWhenDelivered() throws Exception {
        lab.maxSize = 2 << 20;
        try (SqliteSpool spool = lab.open()) {
            byte[] body = new byte[50_000];
            int accepted = 0;
            Acceptance answer =
                    spool.accept(lab.webhook(body.clone()), List.of("splunk")).join();
            while (answer.kind() == Kind.ACCEPTED && accepted < 1000) {
                accepted++;
                body[accepted % body.length]++;
                lab.time.pass(Duration.ofMillis(60));
                answer = spool.accept(lab.webhook(body.clone()), List.of("splunk"))
                        .join();
            }
            assertThat(answer.refusal()).map(Acceptance.Refusal::reason).contains(Reason.SIZE_LIMIT);
            assertThat(accepted).isGreaterThan(5);
            assertThat(spool.health().reason()).contains("max_size");
            spool.tidy();
            assertThat(spool.tallies().get("splunk"))
                    .extracting(DestinationTally::waiting)
                    .isEqualTo((long) accepted);

            SpoolLab.deliverAll(spool, "splunk");
            assertRecovers(spool);
            assertThat(spool.tallies().get("splunk"))
                    .extracting(DestinationTally::owed)
                    .isEqualTo(accepted + 1L);
            assertThat(spool.check()).isEmpty();
        }
    }

    /** What somebody does to the files under a running bridge. */
    private interface Mishap {
        void happen() throws IOException;
    }

    private void takesNothingAfter(Mishap mishap) throws Exception {
        try (SqliteSpool spool = lab.open()) {
            assertThat(accepted(spool, "before")).isTrue();
            mishap.happen();

            Acceptance answer =
                    spool.accept(lab.webhook("after"), List.of("splunk")).join();

            assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
            lab.time.pass(Duration.ofSeconds(1));
            assertThat(spool.accept(lab.webhook("later"), List.of("splunk"))
                            .join()
                            .refusal())
                    .map(Acceptance.Refusal::reason)
                    .contains(Reason.FILES_MOVED);
            assertThat(spool.health().accepts()).isFalse();
            assertThat(spool.health().reason()).contains("deleted, moved or replaced");
        }
    }

    private boolean accepted(SqliteSpool spool, String body) {
        return spool.accept(lab.webhook(body), List.of("splunk")).join().kind() == Kind.ACCEPTED;
    }

    @Test
    void takesNothingIntoAFileThatWasDeleted() throws Exception {
        takesNothingAfter(() -> Files.delete(lab.file()));
        assertThat(lab.file()).doesNotExist();
    }

    @Test
    void takesNothingIntoALogThatWasDeleted() throws Exception {
        takesNothingAfter(() -> Files.delete(lab.log()));
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.tallies().get("splunk").waiting()).isEqualTo(1);
        }
    }

    @Test
    void takesNothingIntoAFileThatWasReplaced() throws Exception {
        Path other = folder.resolve("other.db");
        lab.open().close();
        Files.copy(lab.file(), other);
        takesNothingAfter(() -> Files.move(other, lab.file(), StandardCopyOption.REPLACE_EXISTING));
    }

    @Test
    void acknowledgesNothingWhoseFilesAreTakenAwayWhileItIsCommitted() throws Exception {
        lab.listener = new SpoolListener() {
            @Override
            public void beforeCommit(int acceptances, int settlements) {
                if (acceptances > 0) {
                    assertThat(lab.file().toFile().delete()).isTrue();
                }
            }
        };
        try (SqliteSpool spool = lab.open()) {
            assertThat(accepted(spool, "meanwhile")).isFalse();
        }
    }

    @Test
    void takesWebhooksAgainOnceItsFilesArePutBack() throws Exception {
        Path elsewhere = folder.resolve("elsewhere.db");
        try (SqliteSpool spool = lab.open()) {
            assertThat(accepted(spool, "before")).isTrue();
            Files.move(lab.file(), elsewhere);
            assertThat(accepted(spool, "meanwhile")).isFalse();
            assertThatThrownBy(() -> spool.claim("splunk", 10, SpoolLab.MUCH, SpoolLab.LEASE))
                    .hasMessageContaining("deleted, moved or replaced");
            assertThat(lab.file()).doesNotExist();

            Files.move(elsewhere, lab.file());
            lab.time.pass(Duration.ofSeconds(1));

            assertThat(accepted(spool, "after")).isTrue();
            SpoolLab.deliverAll(spool, "splunk");
            assertThat(spool.tallies().get("splunk").delivered()).isEqualTo(2);
        }
    }

    private void assertRecovers(SqliteSpool spool) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Acceptance answer = Acceptance.refused(Reason.SIZE_LIMIT, Duration.ZERO);
        while (answer.kind() != Kind.ACCEPTED && System.nanoTime() < deadline) {
            lab.time.pass(Duration.ofSeconds(1));
            spool.tidy();
            answer = spool.accept(lab.webhook("after"), List.of("splunk")).join();
        }
        assertThat(answer.kind()).isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void aSettlementThatCannotBeWrittenFailsAndItsDeliveryIsDueAgain() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            spool.accept(lab.webhook("a"), List.of("splunk")).join();
            ClaimedDelivery delivery =
                    spool.claim("splunk", 1, SpoolLab.MUCH, SpoolLab.LEASE).get(0);
            fillDisk(spool);
            Settlement.DeadPart part =
                    new Settlement.DeadPart(Optional.empty(), "", "x".repeat(1 << 20), Optional.empty());
            var settled = spool.settle(
                    List.of(Settlement.dead(delivery.id(), Set.of(), List.of(part), SpoolLab.attempt("rejected"))));

            assertThatThrownBy(settled::join).hasCauseInstanceOf(SpoolException.class);
            assertThat(spool.tallies().get("splunk"))
                    .extracting(DestinationTally::waiting)
                    .isEqualTo(1L);
            lab.time.pass(SpoolLab.LEASE);
            assertThat(spool.claim("splunk", 1, SpoolLab.MUCH, SpoolLab.LEASE)).hasSize(1);
        }
    }
}
