package io.siembridge.app.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.spool.DeadLetter;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a worker makes of the answers of its destination. */
final class DeliveryWorkerTest extends WorkerStage {
    @Test
    void deliversWebhooksInTheOrderTheyCame() {
        IntStream.range(0, 40).forEach(this::acceptPing);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 40);
        assertThat(sentNumbers()).isEqualTo(IntStream.range(0, 40).boxed().toList());
    }

    @Test
    void keepsEverythingInOrderWhileTheDestinationIsAwayAndProbesWithOne() {
        destination.answer(event -> Outcome.retry("connection refused"));
        IntStream.range(0, 20).forEach(this::acceptPing);
        worker.start();
        await().atMost(PATIENCE).until(() -> destination.batchSizes().size() >= 2);
        assertThat(destination.batchSizes().get(1)).isEqualTo(1);
        assertThat(worker.status().state()).isEqualTo("retrying");
        assertThat(tally().waiting()).isEqualTo(20);
        destination.answer(event -> Outcome.accepted());
        await().atMost(PATIENCE).until(() -> tally().delivered() == 20);
        assertThat(sentNumbers()).isEqualTo(IntStream.range(0, 20).boxed().toList());
        assertThat(worker.status().state()).isEqualTo("up");
    }

    @Test
    void findsTheSizeOfBatchThatADestinationCanTake() {
        IntStream.range(0, 600).forEach(this::acceptPing);
        destination.answer(
                event -> lastOf(destination.batchSizes()) > 50 ? Outcome.retry("reset") : Outcome.accepted());
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 600);
        int sent = destination.batchSizes().stream().mapToInt(size -> size).sum();
        assertThat(sent).isLessThan(2 * 600);
    }

    @Test
    void givesBackTheBatchItPreparedAheadWhenTheDestinationGoesAway() {
        IntStream.range(0, 700).forEach(this::acceptPing);
        destination.answer(
                event -> destination.batchSizes().size() == 1 ? Outcome.accepted() : Outcome.retry("connection reset"));
        worker.start();
        await().atMost(PATIENCE).until(() -> destination.batchSizes().size() >= 3);
        assertThat(tally().waiting()).isEqualTo(700L - destination.batchSizes().get(0));
        destination.answer(event -> Outcome.accepted());
        await().atMost(PATIENCE).until(() -> tally().delivered() == 700);
        assertThat(sentNumbers()).isEqualTo(IntStream.range(0, 700).boxed().toList());
    }

    @Test
    void pausesAndBuriesNothingWhenTheDestinationItselfIsAtFault() {
        use(worker(new Retry(Duration.ofMillis(1), 1), (source, event) -> true));
        destination.answer(event -> Outcome.paused("token refused"));
        IntStream.range(0, 5).forEach(this::acceptPing);
        worker.start();
        await().atMost(PATIENCE).until(() -> worker.status().state().equals("paused"));
        destination.answer(event -> Outcome.accepted());
        worker.resume();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 5);
        assertThat(tally().dead()).isZero();
    }

    @Test
    void buriesTheOneRefusedEventOfAWebhookAndSendsTheOthersOnce() {
        destination.answer(
                event -> event.toString().contains("second") ? Outcome.rejected("too long") : Outcome.accepted());
        acceptBody("soveren", "[" + soveren("first") + "," + soveren("second") + "," + soveren("third") + "]");
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().dead() == 1);
        assertThat(destination.accepted()).hasSize(2);
        List<DeadLetter> dead = openDeadLetters();
        assertThat(dead).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("too long");
            assertThat(letter.eventUid()).isPresent();
        });
        destination.answer(event -> Outcome.accepted());
        spool.retry(List.of(dead.get(0).id())).join();
        worker.wake();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
        assertThat(destination.accepted()).hasSize(3);
    }

    @Test
    void letsTheOthersPassOneThatThePeerNeverTakes() {
        destination.answer(event -> event.toString().contains("indigestible")
                        || destination.batchSizes().size() == 1
                ? Outcome.retry("500")
                : Outcome.accepted());
        acceptBody("soveren", "[" + soveren("indigestible") + "]");
        IntStream.range(0, 5).forEach(this::acceptPing);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 5);
        assertThat(tally().waiting()).isEqualTo(1);
    }

    @Test
    void letsTheBatchOnItsWayFinishWhenItStops() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        destination.answer(event -> {
            sending.countDown();
            try {
                answered.await();
                return Outcome.accepted();
            } catch (InterruptedException cut) {
                return Outcome.retry("cut off");
            }
        });
        acceptPing(1);
        worker.start();
        sending.await();
        Thread stopper = new Thread(worker::close);
        stopper.start();
        await().atMost(PATIENCE).until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        answered.countDown();
        stopper.join();
        assertThat(tally().delivered()).isEqualTo(1);
    }

    @Test
    void sendsOnlyTheRestOfAWebhookThatWasAcceptedInPart() {
        AtomicBoolean busy = new AtomicBoolean(true);
        destination.answer(event -> event.toString().contains("second") && busy.getAndSet(false)
                ? Outcome.retry("busy")
                : Outcome.accepted());
        acceptBody("soveren", "[" + soveren("first") + "," + soveren("second") + "]");
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
        assertThat(destination.accepted().stream().map(OcsfEvent::uid))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void givesUpAfterTheConfiguredAttemptsAndSaysWhy() {
        use(worker(new Retry(Duration.ZERO, 2), (source, event) -> true));
        destination.answer(event -> Outcome.retry("busy"));
        acceptPing(1);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().dead() == 1);
        assertThat(openDeadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason())
                        .contains("given up after 2 attempts")
                        .contains("busy"));
    }

    @Test
    void buriesAWebhookThatCannotBeReadAndGoesOn() {
        acceptBody("snyk", "no JSON at all");
        acceptPing(7);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().dead() == 1 && tally().delivered() == 1);
    }

    @Test
    void settlesWhatTheRoutesLeaveOutWithoutSendingIt() {
        use(worker(new Retry(Duration.ZERO, 0), (source, event) -> false));
        acceptPing(1);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
        assertThat(destination.batchSizes()).isEmpty();
    }

    @Test
    void sendsNothingWhileAnOperatorHoldsIt() {
        worker.pause();
        worker.start();
        acceptPing(1);
        worker.wake();
        assertThat(worker.status().state()).isEqualTo("held");
        await().during(Duration.ofMillis(300))
                .until(() -> destination.batchSizes().isEmpty());
        worker.resume();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
    }

    private static int lastOf(List<Integer> sizes) {
        return sizes.get(sizes.size() - 1);
    }

    private static String soveren(String title) {
        return "{\"event_type\":\"policy_violation\",\"title\":\"" + title
                + "\",\"sensitivity\":\"High\",\"time\":\"2026-01-15T10:00:00Z\"}";
    }
}
