package io.siembridge.app.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.destination.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final AtomicLong nanos = new AtomicLong(1_000);
    private final RetryPolicy policy = new RetryPolicy(new Retry(Duration.ofHours(1), 5), new Random(1));
    private final Circuit circuit = new Circuit(policy, nanos::get);

    @Test
    void opensForTheTimeThePeerAsksForAndProbesAfterIt() {
        Duration wait = circuit.failed(Outcome.retry("busy").after(Duration.ofSeconds(7)), nanos.get());
        assertThat(wait).isEqualTo(Duration.ofSeconds(7));
        assertThat(circuit.waiting()).contains(Duration.ofSeconds(7));
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        assertThat(circuit.waiting()).isEmpty();
        assertThat(circuit.probing()).isTrue();
        circuit.succeeded(nanos.get());
        assertThat(circuit.probing()).isFalse();
    }

    @Test
    void looksEverySoManySecondsHoweverLongTheDestinationIsAway() {
        for (int failures = 0; failures < 200; failures++) {
            Duration wait = circuit.failed(Outcome.retry("connection refused"), nanos.get());
            assertThat(wait).isBetween(Duration.ofMillis(100), Circuit.LONGEST_WAIT);
            nanos.addAndGet(wait.toNanos());
        }
    }

    @Test
    void countsOneLostConnectionOnceHoweverMuchWasInFlight() {
        long sentBefore = nanos.get();
        nanos.addAndGet(1_000);
        Duration first = circuit.failed(Outcome.retry("reset"), nanos.get());
        for (int i = 0; i < 50; i++) {
            assertThat(circuit.failed(Outcome.retry("reset"), sentBefore)).isEqualTo(first);
        }
    }

    @Test
    void letsBatchesGrowAgainToHalfOfWhatFailedQuicklyAndThenSlowly() {
        assertThat(circuit.most()).isEqualTo(256);
        assertThat(circuit.failed(Outcome.retry("reset"), nanos.get())).isPositive();
        assertThat(sizesOfTheNext(8)).containsExactly(1, 2, 4, 8, 16, 32, 64, 128);
        assertThat(sizesOfTheNext(3)).containsExactly(129, 130, 131);
        assertThat(circuit.failed(Outcome.retry("reset"), nanos.incrementAndGet()))
                .isPositive();
        assertThat(circuit.failed(Outcome.retry("still"), nanos.incrementAndGet()))
                .isPositive();
        assertThat(sizesOfTheNext(9)).containsExactly(1, 2, 4, 8, 16, 32, 64, 66, 67);
        sizesOfTheNext(1000);
        assertThat(circuit.most()).isEqualTo(256);
    }

    /** Two receivers behind one address, of which one is broken. */
    @Test
    void sendsMuchToADestinationThatFailsEverySecondTime() {
        int sent = 0;
        for (int tries = 0; tries < 40; tries++) {
            sent += tries % 2 == 0 ? 0 : circuit.most();
            turn(tries % 2 == 1);
        }
        assertThat(sent).isGreaterThan(40 / 2 * 64);
    }

    @Test
    void triesNoLargeBatchTwiceWhereOnlySmallOnesAreTaken() {
        int sent = 0;
        int taken = 0;
        while (taken < 2000) {
            int size = circuit.most();
            sent += size;
            taken += size <= 3 ? size : 0;
            turn(size <= 3);
        }
        assertThat(sent).isLessThan(3 * 2000);
    }

    @Test
    void goesBackToSingleDeliveriesWhenADestinationThatHasFailedBeforeIsAway() {
        turn(false);
        turn(true);
        turn(true);
        turn(false);
        turn(false);
        assertThat(circuit.most()).isEqualTo(1);
    }

    /** The batch on its way ends so, after as long as the circuit waits. */
    private void turn(boolean well) {
        nanos.addAndGet(circuit.waiting().orElse(Duration.ofNanos(1)).toNanos());
        if (well) {
            circuit.succeeded(nanos.get());
        } else {
            assertThat(circuit.failed(Outcome.retry("reset"), nanos.get())).isPositive();
        }
    }

    @Test
    void takesWhatWasSentBeforeItOpenedForNoNews() {
        long sentBefore = nanos.get();
        nanos.addAndGet(1_000);
        assertThat(circuit.failed(Outcome.retry("reset"), nanos.get())).isPositive();
        circuit.succeeded(sentBefore);
        assertThat(circuit.probing()).isTrue();
        circuit.succeeded(nanos.get());
        assertThat(circuit.probing()).isFalse();
        assertThat(circuit.failed(Outcome.retry("not acknowledged"), sentBefore))
                .isPositive();
        assertThat(circuit.probing()).isFalse();
    }

    @Test
    void keepsTheSizeOfBatchesWhenItPaused() {
        assertThat(circuit.failed(Outcome.paused("token refused"), nanos.get())).isPositive();
        assertThat(sizesOfTheNext(2)).containsExactly(1, 256);
    }

    @Test
    void staysOpenWhileAnOperatorHoldsIt() {
        circuit.hold();
        assertThat(circuit.waiting()).isPresent();
        circuit.release();
        assertThat(circuit.waiting()).isEmpty();
    }

    private List<Integer> sizesOfTheNext(int batches) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            sizes.add(circuit.most());
            circuit.succeeded(nanos.get());
        }
        return sizes;
    }

    @Test
    void waitsLongerWithEveryFailureUpToALimitAndNeverNotAtAll() {
        for (int failures = 1; failures < 40; failures++) {
            Duration wait = policy.backoff(failures, Optional.empty());
            assertThat(wait).isBetween(Duration.ofMillis(100), RetryPolicy.LONGEST);
        }
    }

    @Test
    void givesUpByAttemptsOrByAge() {
        Instant due = Instant.EPOCH;
        assertThat(policy.givesUp(4, due, due.plusSeconds(10))).isEmpty();
        assertThat(policy.givesUp(5, due, due.plusSeconds(10))).isPresent();
        assertThat(policy.givesUp(1, due, due.plus(Duration.ofHours(2)))).isPresent();
    }
}
