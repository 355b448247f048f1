package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.Settlement.DeadPart;
import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every spool must do, seen from outside: a part of it in each class that extends this one. After each test the
 * books must close.
 */
abstract class SpoolContract {
    static final Duration LEASE = Duration.ofMinutes(1);
    static final Duration WINDOW = Duration.ofHours(2);
    static final long MUCH = 1L << 30;
    static final String NOWHERE = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    final TestTime time = new TestTime();
    final List<String> due = new CopyOnWriteArrayList<>();
    final SpoolListener listener = new SpoolListener() {
        @Override
        public void due(String destination) {
            due.add(destination);
        }
    };
    Spool spool = new InMemorySpool(time);

    @TempDir
    private Path folder;

    private final Making making;

    SpoolContract(Making making) {
        this.making = making;
    }

    /** Makes the spool that is tested. */
    interface Making {
        /** A new spool, not open yet, that keeps delivered webhooks for seven days. */
        Spool make(Path file, TestTime time, SpoolListener listener);
    }

    @BeforeEach
    final void open() throws SpoolException {
        spool = making.make(file(), time, listener);
        spool.open();
    }

    @AfterEach
    final void checkAndClose() throws SQLException {
        assertThat(spool.tallies())
                .allSatisfy((name, tally) -> assertThat(tally.closes())
                        .as("books of %s: %s", name, tally)
                        .isTrue());
        assertThat(spool.check()).isEmpty();
        spool.close();
        if (Files.exists(file())) {
            nobodyHoldsASnapshot();
        }
    }

    /** A query that was not read to its end would hold one, and with it the whole log. */
    private void nobodyHoldsASnapshot() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA busy_timeout = 0");
            try (ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt("busy")).isZero();
            }
        }
    }

    /** Opens what was closed, where there is something left of it. */
    final void reopen() throws SpoolException {
        if (Files.exists(file())) {
            open();
        }
    }

    private Path file() {
        return folder.resolve("data/spool.db");
    }

    final VerifiedWebhook webhook(String body) {
        return TestWebhooks.verified("soda", "soda", bytes(body), Optional.empty(), time.instant());
    }

    final VerifiedWebhook webhook(String deliveryId, String body) {
        return TestWebhooks.verified("snyk", "snyk", bytes(body), Optional.of(deliveryId), time.instant());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    final Acceptance accept(VerifiedWebhook webhook, String... destinations) {
        return spool.accept(webhook, List.of(destinations)).join();
    }

    /** Accepts a webhook with this body and returns its receipt. */
    final String accepted(String body, String... destinations) {
        return accept(webhook(body), destinations).webhook();
    }

    final List<ClaimedDelivery> claim(String destination) {
        return spool.claim(destination, 100, MUCH, LEASE);
    }

    final List<String> claimedBodies(String destination) {
        return claim(destination).stream()
                .map(delivery -> new String(delivery.webhook().body(), StandardCharsets.UTF_8))
                .toList();
    }

    final ClaimedDelivery claimOne(String destination) {
        List<ClaimedDelivery> claimed = spool.claim(destination, 1, MUCH, LEASE);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    final Attempt attempt(String outcome) {
        return new Attempt(
                time.instant(), Duration.ofMillis(12), 3, outcome, outcome + " by the peer", Optional.of("<html>"));
    }

    final void settle(Settlement... settlements) {
        spool.settle(List.of(settlements)).join();
    }

    final void deliver(String destination) {
        claim(destination).forEach(delivery -> settle(Settlement.delivered(delivery.id(), attempt("accepted"))));
    }

    final void bury(String destination, String... uids) {
        ClaimedDelivery delivery = claimOne(destination);
        List<DeadPart> parts = new ArrayList<>();
        for (String uid : uids) {
            parts.add(new DeadPart(Optional.of(uid), "", "too large", Optional.of("413")));
        }
        settle(Settlement.dead(delivery.id(), Set.of("done"), parts, attempt("rejected")));
    }

    final List<DeadLetter> openLetters() {
        return spool.deadLetters(DeadLetterFilter.open(), Optional.empty(), 100).items();
    }

    final DeliveryState state(String receipt, String destination) {
        return spool.webhook(receipt).orElseThrow().deliveries().stream()
                .filter(delivery -> delivery.destination().equals(destination))
                .findFirst()
                .orElseThrow()
                .state();
    }

    final DestinationTally tally(String destination) {
        DestinationTally tally = spool.tallies().get(destination);
        assertThat(tally).isNotNull();
        return tally;
    }

    static ReplayRequest everything() {
        return new ReplayRequest(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, List.of());
    }

    static ReplayRequest only(String receipt, String... destinations) {
        return new ReplayRequest(
                List.of(receipt), Optional.empty(), Optional.empty(), Optional.empty(), false, List.of(destinations));
    }
}
