package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siembridge.app.spool.Acceptance.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many callers, one writer: what waits together is committed together, and nobody is told before. */
@Timeout(60)
class GroupCommitTest {
    @TempDir
    Path folder = Path.of("unset");

    private SpoolLab lab = new SpoolLab(folder);

    @BeforeEach
    void makeLab() {
        lab = new SpoolLab(folder);
    }

    private static <T> List<T> atOnce(int threads, Callable<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> running = pool.invokeAll(Collections.nCopies(threads, task));
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void storesOneOfAHundredIdenticalDeliveriesWithAnId() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            List<Acceptance> answers = atOnce(
                    100,
                    () -> spool.accept(lab.webhook("id", "body"), List.of("splunk"))
                            .join());
            oneStored(spool, answers);
        }
    }

    @Test
    void storesOneOfAHundredIdenticalDeliveriesWithoutAnId() throws Exception {
        try (SqliteSpool spool = lab.open()) {
            List<Acceptance> answers = atOnce(
                    100,
                    () -> spool.accept(lab.webhook("body"), List.of("splunk")).join());
            oneStored(spool, answers);
        }
    }

    @Test
    void storesOneOfManyIdenticalDeliveriesWithinOneCommit() throws Exception {
        CommitGate gate = new CommitGate();
        lab.listener = gate;
        try (SqliteSpool spool = lab.open()) {
            CompletableFuture<Acceptance> first = spool.accept(lab.webhook("other"), List.of());
            gate.reached.await();
            List<CompletableFuture<Acceptance>> waiting = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                waiting.add(spool.accept(lab.webhook("id", "body"), List.of("splunk")));
            }
            gate.open.countDown();
            first.join();
            oneStored(spool, waiting.stream().map(CompletableFuture::join).toList());
            assertThat(gate.acceptances).containsExactly(1, 50);
        }
    }

    private static void oneStored(SqliteSpool spool, List<Acceptance> answers) {
        assertThat(answers).filteredOn(answer -> answer.kind() == Kind.ACCEPTED).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.kind() == Kind.DUPLICATE)
                .hasSize(answers.size() - 1);
        assertThat(answers)
                .extracting(Acceptance::webhook)
                .containsOnly(answers.get(0).webhook());
        assertThat(spool.tallies().get("splunk"))
                .extracting(DestinationTally::owed)
                .isEqualTo(1L);
        assertThat(spool.check()).isEmpty();
    }

    @Test
    void tellsNobodyBeforeTheCommit() throws Exception {
        CommitGate gate = new CommitGate();
        lab.listener = gate;
        try (SqliteSpool spool = lab.open()) {
            CompletableFuture<Acceptance> first = spool.accept(lab.webhook("a"), List.of("splunk"));
            CompletableFuture<String> teller =
                    first.thenApply(answer -> Thread.currentThread().getName());
            gate.reached.await();

            assertThat(first).isNotDone();
            assertThat(spool.webhooks(WebhookFilter.all(), Optional.empty(), 10).items())
                    .isEmpty();
            gate.open.countDown();

            assertThat(first.join().kind()).isEqualTo(Kind.ACCEPTED);
            assertThat(teller.join()).isNotEqualTo("spool-writer");
        }
    }

    @Test
    void commitsTogetherWhatWaitsTogether() throws Exception {
        CommitGate gate = new CommitGate();
        lab.listener = gate;
        try (SqliteSpool spool = lab.open()) {
            List<CompletableFuture<?>> all = new ArrayList<>();
            all.add(spool.accept(lab.webhook("first"), List.of("splunk")));
            gate.reached.await();
            for (int i = 0; i < 300; i++) {
                all.add(spool.accept(lab.webhook("body " + i), List.of("splunk")));
            }
            all.add(spool.settle(List.of(Settlement.released(new DeliveryId("x", "splunk")))));
            gate.open.countDown();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();

            assertThat(gate.acceptances).containsExactly(1, 256, 44);
            assertThat(gate.settlements).containsExactly(0, 1, 0);
        }
    }

    @Test
    void refusesWhenTooMuchWaits() throws Exception {
        CommitGate gate = new CommitGate();
        lab.listener = gate;
        try (SqliteSpool spool = lab.open()) {
            List<CompletableFuture<Acceptance>> all = new ArrayList<>();
            all.add(spool.accept(lab.webhook("first"), List.of()));
            gate.reached.await();
            for (int i = 0; i < 4096; i++) {
                all.add(spool.accept(lab.webhook("body " + i), List.of()));
            }
            Acceptance refused =
                    spool.accept(lab.webhook("one too many"), List.of()).join();
            assertThat(refused.refusal().orElseThrow().reason()).isEqualTo(Acceptance.Reason.QUEUE_FULL);
            assertThat(refused.refusal().orElseThrow().retryAfter()).isPositive();
            assertThat(spool.health().queued()).isEqualTo(4096);
            gate.open.countDown();

            assertThat(all.stream().map(CompletableFuture::join))
                    .allSatisfy(answer -> assertThat(answer.kind()).isEqualTo(Kind.ACCEPTED));
            assertThat(spool.accept(lab.webhook("one too many"), List.of())
                            .join()
                            .kind())
                    .isEqualTo(Kind.ACCEPTED);
        }
    }

    @Test
    void acceptsClaimsAndSettlesAtOnceWithoutLosingOrDoublingAnything() throws Exception {
        int threads = 64;
        int each = 40;
        Set<String> delivered = ConcurrentHashMap.newKeySet();
        AtomicInteger deliveries = new AtomicInteger();
        try (SqliteSpool spool = lab.open()) {
            ExecutorService workers = Executors.newFixedThreadPool(4);
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String destination = i % 2 == 0 ? "splunk" : "archive";
                working.add(workers.submit(() -> {
                    while (deliveries.get() < threads * each * 2) {
                        List<ClaimedDelivery> claimed = spool.claim(destination, 50, SpoolLab.MUCH, SpoolLab.LEASE);
                        claimed.forEach(delivery -> delivered.add(delivery.id().toString()));
                        deliveries.addAndGet(claimed.size());
                        spool.settle(claimed.stream()
                                        .map(delivery ->
                                                Settlement.delivered(delivery.id(), SpoolLab.attempt("accepted")))
                                        .toList())
                                .join();
                    }
                }));
            }
            AtomicInteger number = new AtomicInteger();
            List<List<String>> receipts = atOnce(threads, () -> {
                List<String> own = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    String id = "id-" + number.incrementAndGet();
                    own.add(spool.accept(lab.webhook(id, "body of " + id), List.of("splunk", "archive"))
                            .join()
                            .webhook());
                }
                return own;
            });
            for (Future<?> worker : working) {
                worker.get();
            }
            workers.shutdown();
            Set<String> all = new HashSet<>();
            receipts.forEach(all::addAll);

            assertThat(all).hasSize(threads * each);
            assertThat(deliveries).hasValue(threads * each * 2);
            assertThat(delivered).hasSize(threads * each * 2);
            assertThat(spool.tallies().values())
                    .allSatisfy(tally -> assertThat(tally.delivered()).isEqualTo((long) threads * each));
            assertThat(spool.check()).isEmpty();
        }
    }

    @Test
    void closingAnswersWhatWaits() throws Exception {
        CommitGate gate = new CommitGate();
        lab.listener = gate;
        SqliteSpool spool = lab.open();
        List<CompletableFuture<Acceptance>> all = new ArrayList<>();
        all.add(spool.accept(lab.webhook("first"), List.of("splunk")));
        gate.reached.await();
        for (int i = 0; i < 10; i++) {
            all.add(spool.accept(lab.webhook("body " + i), List.of("splunk")));
        }
        gate.open.countDown();
        spool.close();

        assertThat(all).allSatisfy(future -> {
            assertThat(future).isDone();
            assertThat(future.join().kind()).isEqualTo(Kind.ACCEPTED);
        });
        assertThat(lab.log()).doesNotExist();
        assertThatThrownBy(() -> spool.settle(List.of()).join()).hasMessageContaining("closed");
        try (SqliteSpool again = lab.open()) {
            assertThat(again.tallies().get("splunk"))
                    .extracting(DestinationTally::owed)
                    .isEqualTo(11L);
        }
    }
}
