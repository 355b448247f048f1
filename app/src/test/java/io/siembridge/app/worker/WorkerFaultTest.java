package io.siembridge.app.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.destination.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of our own code and of the machine: they cost time, and nothing else. */
final class WorkerFaultTest extends WorkerStage {
    @Test
    void goesOnAfterAFaultOfTheDestinationsOwnCode() {
        AtomicBoolean faulty = new AtomicBoolean(true);
        destination.answer(event -> {
            if (faulty.getAndSet(false)) {
                throw new IllegalStateException("a bug");
            }
            return Outcome.accepted();
        });
        acceptPing(1);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
    }

    /** An error is no exception: it would end the thread, and nobody would notice. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                NoClassDefFoundError.class,
                OutOfMemoryError.class,
                StackOverflowError.class,
                AssertionError.class
            })
    void goesOnAfterAnErrorOfTheDestination(Class<? extends Error> kind) {
        AtomicBoolean faulty = new AtomicBoolean(true);
        destination.answer(event -> {
            if (faulty.getAndSet(false)) {
                throw error(kind);
            }
            return Outcome.accepted();
        });
        IntStream.range(0, 3).forEach(this::acceptPing);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 3);
        assertThat(worker.status().inFlight()).isZero();
        assertThat(tally().dead()).isZero();
    }

    @Test
    void aWebhookThatOverflowsTheStackIsADeadLetterAndHoldsUpNoOther() {
        use(worker(body -> body.contains("hostile") ? overflow(0) : 0));
        acceptBody("snyk", "{\"webhookId\":\"ping-1\",\"hostile\":1}");
        acceptPing(2);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().dead() == 1 && tally().delivered() == 1);
        assertThat(openDeadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("StackOverflowError"));
    }

    @Test
    void aWebhookForWhichThereIsNoMemoryNowIsTriedAgainAndHoldsUpNoOther() {
        AtomicInteger shortages = new AtomicInteger(2);
        use(worker(body -> {
            if (body.contains("large") && shortages.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Java heap space");
            }
            return 0;
        }));
        acceptBody("snyk", "{\"webhookId\":\"ping-1\",\"large\":1}");
        acceptPing(2);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 2);
        assertThat(sentNumbers()).containsExactly(2, 1);
        assertThat(tally().dead()).isZero();
    }

    @Test
    void whatWasClaimedIsGivenBackWhenItCannotBePrepared() {
        AtomicBoolean faulty = new AtomicBoolean(true);
        use(worker(new Retry(Duration.ZERO, 0), (source, event) -> {
            if (faulty.getAndSet(false)) {
                throw new InternalError("a machine that is broken");
            }
            return true;
        }));
        List<Throwable> deaths = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> deaths.add(cause));
        try {
            acceptPing(1);
            worker.start();
            await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> !deaths.isEmpty());
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(deaths).singleElement().isInstanceOf(InternalError.class);
        use(worker(new Retry(Duration.ZERO, 0), (source, event) -> true));
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
    }

    private static Error error(Class<? extends Error> kind) {
        try {
            return kind.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is its purpose
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }
}
