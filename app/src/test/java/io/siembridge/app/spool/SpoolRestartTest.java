package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a new process finds: everything that was answered for, and none of the leases. */
@Timeout(60)
class SpoolRestartTest {
    @TempDir
    Path folder = Path.of("unset");

    private SpoolLab lab = new SpoolLab(folder);

    @BeforeEach
    void makeLab() {
        lab = new SpoolLab(folder.resolve("before"));
    }

    @Test
    void everythingIsThereAfterClosing() throws Exception {
        String receipt;
        WebhookDetail detail;
        try (SqliteSpool spool = lab.open()) {
            receipt = spool.accept(lab.webhook("id", "a"), List.of("splunk", "archive"))
                    .join()
                    .webhook();
            ClaimedDelivery delivery =
                    spool.claim("splunk", 1, SpoolLab.MUCH, SpoolLab.LEASE).get(0);
            spool.settle(List.of(Settlement.retry(
                            delivery.id(),
                            Set.of("e1"),
                            lab.time.instant().plusSeconds(60),
                            SpoolLab.attempt("retry"))))
                    .join();
            spool.count("soda", Measure.REJECTED, 3);
            detail = spool.webhook(receipt).orElseThrow();
        }
        assertThat(lab.log()).doesNotExist();
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.webhook(receipt)).get().usingRecursiveComparison().isEqualTo(detail);
            assertThat(spool.accept(lab.webhook("id", "a"), List.of("splunk")).join())
                    .isEqualTo(Acceptance.duplicate(receipt));
            assertThat(spool.claim("splunk", 1, SpoolLab.MUCH, SpoolLab.LEASE)).isEmpty();
            lab.time.pass(Duration.ofMinutes(1));
            ClaimedDelivery again =
                    spool.claim("splunk", 1, SpoolLab.MUCH, SpoolLab.LEASE).get(0);
            assertThat(again.acceptedEvents()).containsExactly("e1");
            assertThat(again.attempts()).isEqualTo(1);
            assertThat(spool.check()).isEmpty();
        }
    }

    @Test
    void whatWasCountedButNotYetWrittenIsWrittenOnClosing() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            spool.count("soda", Measure.REJECTED, 3);
        }
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.ledger(TestTime.START, TestTime.START.plusSeconds(1)))
                    .containsExactly(new LedgerEntry(TestTime.START, "soda", Optional.empty(), "rejected", 3));
        }
    }

    @Test
    void keepsTheLastTextUnderAKey() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.remembered("watch")).isEmpty();
            spool.remember("watch", "one").join();
            CompletableFuture<Void> unused = spool.remember("watch", "two");
        }
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.remembered("watch")).contains("two");
            assertThat(spool.remembered("other")).isEmpty();
        }
    }

    @Test
    void aSpoolOfTheFirstSchemaIsBroughtToThisOne() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            spool.count("soda", Measure.UNAVAILABLE, 7);
        }
        // What the second schema added and changed, taken back.
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + lab.file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DROP TABLE memo");
            statement.executeUpdate("UPDATE ledger SET measure = 'refused'");
            statement.executeUpdate("PRAGMA user_version = 1");
        }
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.ledger(TestTime.START, TestTime.START.plusSeconds(1)))
                    .containsExactly(new LedgerEntry(TestTime.START, "soda", Optional.empty(), "unavailable", 7));
            spool.remember("watch", "one").join();
            assertThat(spool.check()).isEmpty();
        }
    }

    @Test
    void everythingAnsweredIsThereAfterAKillAndLeasesAreNot() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            for (int i = 0; i < 100; i++) {
                spool.accept(lab.webhook("body " + i), List.of("splunk")).join();
            }
            List<ClaimedDelivery> claimed = spool.claim("splunk", 50, SpoolLab.MUCH, SpoolLab.LEASE);
            spool.settle(claimed.subList(0, 20).stream()
                            .map(delivery -> Settlement.delivered(delivery.id(), SpoolLab.attempt("accepted")))
                            .toList())
                    .join();
            SpoolLab left = lab.afterKill(folder.resolve("left"));

            try (SqliteSpool survivor = left.open()) {
                assertThat(survivor.check()).isEmpty();
                assertThat(survivor.tallies()).isEqualTo(spool.tallies());
                List<ClaimedDelivery> again = survivor.claim("splunk", 1000, SpoolLab.MUCH, SpoolLab.LEASE);
                assertThat(again).hasSize(80);
                assertThat(again.get(0).id()).isEqualTo(claimed.get(20).id());
                assertThat(survivor.accept(left.webhook("body 99"), List.of("splunk"))
                                .join()
                                .kind())
                        .isEqualTo(Acceptance.Kind.DUPLICATE);
                assertThat(survivor.accept(left.webhook("new"), List.of("splunk"))
                                .join()
                                .kind())
                        .isEqualTo(Acceptance.Kind.ACCEPTED);
            }
        }
    }

    @Test
    void repeatsAreRecognisedWhereverTheirKeysLie() throws Exception {
        lab.recentlySeen = 40;
        List<String> receipts = new ArrayList<>();
        try (SqliteSpool spool = lab.open()) {
            for (int i = 0; i < 150; i++) {
                receipts.add(offer(spool, i).webhook());
            }
            allAreRepeats(spool, receipts);
            SpoolLab left = lab.afterKill(folder.resolve("left"));
            try (SqliteSpool survivor = left.open()) {
                allAreRepeats(survivor, receipts);
            }
        }
        try (SqliteSpool spool = lab.open()) {
            allAreRepeats(spool, receipts);
            for (int i = 0; i < 150; i += 7) {
                String id = "id " + i;
                assertThat(spool.webhooks(withDeliveryId(id), Optional.empty(), 10)
                                .items())
                        .extracting(WebhookSummary::webhook)
                        .containsExactly(receipts.get(i));
            }
        }
    }

    private Acceptance offer(SqliteSpool spool, int number) {
        return spool.accept(lab.webhook("id " + number, "body " + number), List.of("splunk"))
                .join();
    }

    private void allAreRepeats(SqliteSpool spool, List<String> receipts) {
        for (int i = 0; i < receipts.size(); i++) {
            assertThat(offer(spool, i)).isEqualTo(Acceptance.duplicate(receipts.get(i)));
        }
    }

    private static WebhookFilter withDeliveryId(String id) {
        WebhookFilter all = WebhookFilter.all();
        return new WebhookFilter(
                all.source(), all.state(), all.destination(), Optional.of(id), all.since(), all.until());
    }

    @Test
    void aKillDuringCreationLeavesNothingInTheWay() throws Exception {
        Files.createDirectories(lab.folder);
        Files.write(lab.folder.resolve("spool.db.new"), new byte[] {1, 2, 3});
        lab.open().close();
        Files.delete(lab.file());
        // Made, and killed before the first table was.
        new SpoolFile(lab.file()).prepare();
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.accept(lab.webhook("a"), List.of("splunk")).join().kind())
                    .isEqualTo(Acceptance.Kind.ACCEPTED);
        }
    }

    @Test
    void aClockThatWentBackBetweenProcessesPostponesNoRetry() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            spool.accept(lab.webhook("a"), List.of("splunk")).join();
            ClaimedDelivery delivery =
                    spool.claim("splunk", 1, SpoolLab.MUCH, SpoolLab.LEASE).get(0);
            spool.settle(List.of(Settlement.retry(
                            delivery.id(), Set.of(), lab.time.instant().plusSeconds(60), SpoolLab.attempt("retry"))))
                    .join();
        }
        lab.time.jump(Duration.ofDays(-30));
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.claim("splunk", 1, SpoolLab.MUCH, SpoolLab.LEASE)).isEmpty();
            assertThat(spool.nextDue("splunk")).contains(lab.time.instant().plusSeconds(60));
            lab.time.pass(Duration.ofSeconds(60));
            assertThat(spool.claim("splunk", 1, SpoolLab.MUCH, SpoolLab.LEASE)).hasSize(1);
        }
    }

    @Test
    void numbersAreNotGivenTwiceAfterTheNewestBecameOld() throws Exception {
        Optional<String> cursor;
        try (SqliteSpool spool = lab.open()) {
            spool.accept(lab.webhook("a"), List.of()).join();
            spool.accept(lab.webhook("b"), List.of()).join();
            cursor = spool.webhooksAfter(Optional.empty(), 10).next();
            lab.time.pass(Duration.ofDays(30));
            spool.tidy();
        }
        try (SqliteSpool spool = lab.open()) {
            String receipt = spool.accept(lab.webhook("c"), List.of()).join().webhook();
            assertThat(spool.webhooksAfter(cursor, 10).items())
                    .extracting(StoredWebhook::webhook)
                    .containsExactly(receipt);
        }
    }

    @Test
    void everyCommitIsSyncedBySettingsThatAreReadBack() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.write(Command.of(
                                    1,
                                    transaction -> List.of(
                                            pragma(transaction, "synchronous"),
                                            pragma(transaction, "journal_mode"),
                                            pragma(transaction, "fullfsync"),
                                            pragma(transaction, "foreign_keys"),
                                            pragma(transaction, "wal_autocheckpoint"),
                                            pragma(transaction, "auto_vacuum"))))
                            .join())
                    .containsExactly("2", "wal", "1", "1", "0", "2");
        }
    }

    private static String pragma(Transaction transaction, String name) {
        return transaction
                .handle()
                .createQuery("PRAGMA " + name)
                .mapTo(String.class)
                .one();
    }

    @Test
    void refusesToRunWithASettingThatSqliteDidNotTake() throws Exception {
        Files.createDirectories(lab.folder);
        // Whether pages can be given back is decided when a file is made; later SQLite ignores the wish without a word.
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + lab.file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA application_id = " + SpoolFile.APPLICATION_ID);
            statement.executeUpdate("CREATE TABLE other (x)");
        }
        assertThatThrownBy(() -> lab.create().open())
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("auto_vacuum")
                .hasMessageContaining(lab.file().toString());
    }

    @Test
    void isClosedTwiceWithoutHarm() throws Exception {
        SqliteSpool spool = lab.open();
        spool.close();
        spool.close();
        assertThatThrownBy(() -> lab.create().accept(lab.webhook("a"), List.of()))
                .isInstanceOf(IllegalStateException.class);
        lab.open().close();
    }

    @Test
    void saysLoudlyThatTheLogOfAProcessThatDiedIsMissing() throws Exception {
        SpoolLab left;
        try (SqliteSpool spool = lab.open()) {
            spool.accept(lab.webhook("first"), List.of("splunk")).join();
        }
        try (SqliteSpool spool = lab.open()) {
            awaitWriter(spool);
            spool.accept(lab.webhook("second"), List.of("splunk")).join();
            left = lab.afterKill(folder.resolve("left"));
        }
        Files.delete(left.log());
        try (SqliteSpool spool = left.open()) {
            assertThat(spool.webhooksAfter(Optional.empty(), 9).items()).hasSize(1);
            assertThat(missedLogs(spool))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.detail())
                            .contains(left.log().toString(), "may be gone", "after " + TestTime.START));
        }
        try (SqliteSpool spool = left.open()) {
            assertThat(missedLogs(spool)).as("said once").hasSize(1);
        }
    }

    @Test
    void missesNoLogAfterAStopOrAKillOrInABackup() throws Exception {
        SpoolLab left;
        SpoolLab restored = new SpoolLab(Files.createDirectories(folder.resolve("restored")));
        try (SqliteSpool spool = lab.open()) {
            spool.accept(lab.webhook("first"), List.of("splunk")).join();
            spool.accept(lab.webhook("second"), List.of("splunk")).join();
            left = lab.afterKill(folder.resolve("left"));
            spool.backup(restored.file());
        }
        for (SpoolLab each : List.of(lab, left, restored)) {
            try (SqliteSpool spool = each.open()) {
                assertThat(spool.webhooksAfter(Optional.empty(), 9).items()).hasSize(2);
                assertThat(missedLogs(spool)).isEmpty();
            }
            assertThat(each.log()).doesNotExist();
        }
    }

    /** Until it has done what the opening of the spool gave it to do; twice, because it tidies after it has answered. */
    private static void awaitWriter(SqliteSpool spool) {
        spool.write(Command.of(0, transaction -> 0)).join();
        spool.write(Command.of(0, transaction -> 0)).join();
    }

    private static List<AuditEntry> missedLogs(SqliteSpool spool) {
        awaitWriter(spool);
        return spool.auditTrail(Optional.empty(), 9).items().stream()
                .filter(entry -> entry.action().equals("log-missing"))
                .toList();
    }
}
