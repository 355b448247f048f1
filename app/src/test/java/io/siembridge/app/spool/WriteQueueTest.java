package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.verifier.TestWebhooks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
    private final WriteQueue queue = new WriteQueue();

    private static AcceptCommand acceptance(byte[] body) {
        return new AcceptCommand(Offer.of(
                TestWebhooks.verified("soda", "soda", body, Optional.empty(), TestTime.START),
                List.of(),
                Duration.ofHours(2)));
    }

    private static Command<Integer> command(int rows) {
        return Command.of(rows, transaction -> rows);
    }

    @Test
    void isFullOfBytesBeforeItIsFullOfWebhooks() {
        AcceptCommand large = acceptance(new byte[40 << 20]);

        assertThat(queue.offer(large)).isEqualTo(WriteQueue.Place.TAKEN);
        assertThat(queue.offer(large)).isEqualTo(WriteQueue.Place.FULL);
        assertThat(queue.offer(acceptance(new byte[10]))).isEqualTo(WriteQueue.Place.TAKEN);
        assertThat(queue.waitingBytes()).isEqualTo((40 << 20) + 10);
        assertThat(queue.take()).hasSize(1);
        assertThat(queue.offer(large)).isEqualTo(WriteQueue.Place.TAKEN);
    }

    @Test
    void alwaysTakesOneHoweverLarge() {
        assertThat(queue.offer(acceptance(new byte[80 << 20]))).isEqualTo(WriteQueue.Place.TAKEN);
    }

    @Test
    void aCommitHoldsSomeBytesOfWebhooks() {
        for (int i = 0; i < 5; i++) {
            queue.offer(acceptance(new byte[2 << 20]));
        }
        assertThat(queue.take()).hasSize(2);
        assertThat(queue.take()).hasSize(2);
        assertThat(queue.take()).hasSize(1);
    }

    @Test
    void acceptancesAndOthersEachHaveTheirShareOfACommit() {
        for (int i = 0; i < 600; i++) {
            queue.offer(acceptance(new byte[1]));
            queue.add(command(1));
        }
        for (int i = 0; i < 2; i++) {
            List<Command<?>> batch = queue.take();
            assertThat(batch).hasSize(512);
            assertThat(batch).filteredOn(AcceptCommand.class::isInstance).hasSize(256);
        }
    }

    @Test
    void aLargeCommandGoesWhole() {
        queue.add(command(5000));
        queue.add(command(1));
        assertThat(queue.take()).hasSize(1);
        assertThat(queue.take()).hasSize(1);
    }

    @Test
    void handsOutWhatItHasWhenClosedAndTakesNothingMore() {
        queue.offer(acceptance(new byte[1]));
        queue.close();

        assertThat(queue.offer(acceptance(new byte[1]))).isEqualTo(WriteQueue.Place.CLOSED);
        assertThat(queue.add(command(1))).isFalse();
        assertThat(queue.take()).hasSize(1);
        assertThat(queue.take()).isEmpty();
    }
}
