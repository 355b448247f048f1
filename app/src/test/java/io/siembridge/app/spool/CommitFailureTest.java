package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siembridge.app.spool.Acceptance.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A command, a commit or a listener that fails: whoever shares the transaction with it is not to suffer. */
@Timeout(60)
class CommitFailureTest {
    @TempDir
    Path folder = Path.of("unset");

    private SpoolLab lab = new SpoolLab(folder);

    @BeforeEach
    void makeLab() {
        lab = new SpoolLab(folder);
    }

    @Test
    void oneCommandThatFailsTakesNoneOfItsNeighboursWithIt() throws Exception {
        CommitGate gate = new CommitGate();
        lab.listener = gate;
        try (SqliteSpool spool = lab.open()) {
            CompletableFuture<Acceptance> first = spool.accept(lab.webhook("first"), List.of("splunk"));
            gate.reached.await();
            CompletableFuture<Acceptance> before = spool.accept(lab.webhook("before"), List.of("splunk"));
            CompletableFuture<Integer> poison = spool.write(Command.of(1, transaction -> {
                transaction.handle().execute("INSERT INTO note (key, value) VALUES ('half', 1)");
                throw new IllegalStateException("a bug");
            }));
            CompletableFuture<Integer> orphan = spool.write(Command.of(
                    1,
                    transaction -> transaction.handle().execute("INSERT INTO body (seq, bytes) VALUES (4711, x'00')")));
            CompletableFuture<Acceptance> after = spool.accept(lab.webhook("after"), List.of("new destination"));
            gate.open.countDown();

            assertThat(List.of(first.join(), before.join(), after.join()))
                    .allSatisfy(answer -> assertThat(answer.kind()).isEqualTo(Kind.ACCEPTED));
            assertThatThrownBy(poison::join)
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("a bug");
            assertThatThrownBy(orphan::join).isInstanceOf(CompletionException.class);
            assertThat(spool.health().accepts()).isTrue();
            int halves = spool.write(Command.of(
                            1,
                            transaction -> transaction
                                    .handle()
                                    .createQuery("SELECT count(*) FROM note WHERE key = 'half'")
                                    .mapTo(Integer.class)
                                    .one()))
                    .join();
            assertThat(halves).isZero();
            assertThat(spool.check()).isEmpty();
            assertThat(spool.tallies().get("splunk"))
                    .extracting(DestinationTally::owed)
                    .isEqualTo(2L);
            assertThat(spool.tallies().get("new destination"))
                    .extracting(DestinationTally::owed)
                    .isEqualTo(1L);
        }
    }

    @Test
    void aCommitThatSeemedToFailButDidNotLeavesMemoryAndFileAgreed() throws Exception {
        CommitGate gate = new CommitGate();
        lab.listener = gate;
        try (SqliteSpool spool = lab.open()) {
            CompletableFuture<Acceptance> first = spool.accept(lab.webhook("first"), List.of("splunk"));
            gate.reached.await();
            CompletableFuture<Integer> evil = spool.write(Command.of(1, transaction -> {
                Acceptance stored = transaction
                        .session()
                        .acceptor()
                        .accept(transaction, Offer.of(lab.webhook("stored"), List.of("new"), Duration.ofHours(2)));
                assertThat(stored.kind()).isEqualTo(Kind.ACCEPTED);
                transaction.writeBooks();
                transaction.session().commit();
                throw new IllegalStateException("after the commit");
            }));
            gate.open.countDown();
            first.join();
            assertThatThrownBy(evil::join).hasRootCauseMessage("after the commit");

            assertThat(spool.accept(lab.webhook("stored"), List.of("new"))
                            .join()
                            .kind())
                    .isEqualTo(Kind.DUPLICATE);
            assertThat(spool.accept(lab.webhook("next"), List.of("new")).join().kind())
                    .isEqualTo(Kind.ACCEPTED);
            assertThat(spool.tallies().get("new"))
                    .extracting(DestinationTally::owed)
                    .isEqualTo(2L);
            assertThat(spool.check()).isEmpty();
        }
    }

    @Test
    void whatACommitMadeDueIsFoundAlsoIfTheCommitSeemedToFail() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            spool.accept(lab.webhook("a"), List.of("splunk")).join();
            spool.accept(lab.webhook("b"), List.of("splunk")).join();
            SpoolLab.deliverAll(spool, "splunk");
            CompletableFuture<Integer> evil = spool.write(Command.of(1, transaction -> {
                Revival.revive(transaction, 1, 1, transaction.number("splunk"), Optional.empty());
                transaction.writeBooks();
                transaction.session().commit();
                throw new IllegalStateException("after the commit");
            }));
            assertThatThrownBy(evil::join).hasRootCauseMessage("after the commit");

            spool.accept(lab.webhook("c"), List.of("splunk")).join();
            assertThat(spool.claim("splunk", 10, SpoolLab.MUCH, SpoolLab.LEASE)).hasSize(2);
            assertThat(spool.check()).isEmpty();
        }
    }

    @Test
    void aListenerThatFailsAfterTheCommitDoesNotStoreTwice() throws Exception {
        lab.listener = new SpoolListener() {
            @Override
            public void afterCommit(int acceptances, int settlements, Duration took) {
                throw new IllegalStateException("a bug in a metric");
            }

            @Override
            public void due(String destination) {
                throw new IllegalStateException("a bug in a worker");
            }
        };
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.accept(lab.webhook("a"), List.of("splunk")).join().kind())
                    .isEqualTo(Kind.ACCEPTED);
            assertThat(spool.tallies().get("splunk"))
                    .extracting(DestinationTally::owed)
                    .isEqualTo(1L);
            assertThat(spool.health().accepts()).isTrue();
        }
    }

    @Test
    void anErrorOfTheMachineLeavesNobodyWaitingAndIsReported() throws Exception {
        BreakDown breakDown = new BreakDown();
        lab.listener = breakDown;
        try (SqliteSpool spool = lab.open()) {
            CompletableFuture<Acceptance> inHand = spool.accept(lab.webhook("in hand"), List.of("splunk"));
            breakDown.reached.await();
            CompletableFuture<Acceptance> waiting = spool.accept(lab.webhook("waiting"), List.of("splunk"));
            CompletableFuture<Void> settlement =
                    spool.settle(List.of(Settlement.released(new DeliveryId("x", "splunk"))));
            breakDown.goOn.countDown();

            assertThat(soon(breakDown.heard)).hasMessage("as if");
            assertThat(soon(inHand).kind()).isEqualTo(Kind.REFUSED);
            assertThat(soon(waiting).kind()).isEqualTo(Kind.REFUSED);
            assertThatThrownBy(() -> soon(settlement)).hasMessageContaining("broke down");
            assertThat(spool.accept(lab.webhook("later"), List.of()).join().kind())
                    .isEqualTo(Kind.REFUSED);
            assertThat(spool.health().accepts()).isFalse();
            assertThat(spool.health().reason()).contains("broke down");
        }
        lab.listener = new SpoolListener() {};
        try (SqliteSpool again = lab.open()) {
            assertThat(again.accept(lab.webhook("in hand"), List.of("splunk"))
                            .join()
                            .kind())
                    .isEqualTo(Kind.ACCEPTED);
            assertThat(again.check()).isEmpty();
            assertThat(again.auditTrail(Optional.empty(), 9).items()).isEmpty();
        }
    }

    /** Breaks down in the first commit of a webhook, with all that waits by then. */
    private static final class BreakDown implements SpoolListener {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final CompletableFuture<Throwable> heard = new CompletableFuture<>();

        @Override
        public void beforeCommit(int acceptances, int settlements) {
            if (acceptances == 0) {
                return;
            }
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new OutOfMemoryError("as if");
        }

        @Override
        public void brokenDown(Throwable cause) {
            heard.complete(cause);
        }
    }

    /** A future that nobody completes must fail a test and not hold it up. */
    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }
}
