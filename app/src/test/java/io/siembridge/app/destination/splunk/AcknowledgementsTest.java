package io.siembridge.app.destination.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.destination.HttpAnswer;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.RecordedOutcomes;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The book of what waits, with a clock that the test turns. */
@Timeout(30)
class AcknowledgementsTest {
    /** The least that can be waited for here. */
    private static final Duration AT_ONCE = Duration.ofMillis(50);

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Near the end of what the nano clock can show. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - PATIENCE.toNanos() / 2);

    private final Acknowledgements book = new Acknowledgements("siem", PATIENCE, nanos::get, new Random(7));

    @Test
    void giveUpOnlyWhatHasWaitedTooLong() {
        RecordedOutcomes early = await(0);
        pass(PATIENCE.minusSeconds(1));
        RecordedOutcomes late = await(1);
        Channel before = book.current();
        book.expire();
        assertThat(early.complete()).isFalse();
        pass(Duration.ofSeconds(1));
        book.expire();
        assertThat(early.kinds(AT_ONCE)).containsExactly(Outcome.Kind.RETRY);
        assertThat(late.complete()).isFalse();
        assertThat(book.current()).isNotSameAs(before);
        assertThat(book.waitingIds()).containsEntry(before, List.of(1L));
        book.confirm(before, List.of(0L, 1L));
        assertThat(late.kinds(AT_ONCE)).containsExactly(Outcome.Kind.ACCEPTED);
        assertThat(book.waitingCount()).isZero();
    }

    @Test
    void ignoreAConfirmationOfWhatIsNotWaitedFor() {
        RecordedOutcomes outcomes = await(3);
        assertThat(book.confirm(book.current(), List.of(2L, 4L))).isFalse();
        assertThat(outcomes.complete()).isFalse();
        assertThat(book.confirm(book.current(), List.of(3L))).isTrue();
        assertThat(book.confirm(book.current(), List.of(3L))).isFalse();
        assertThat(outcomes.kinds(AT_ONCE)).containsExactly(Outcome.Kind.ACCEPTED);
    }

    @Test
    void giveBackWhatIsTakenAfterTheyAreClosed() {
        book.close();
        assertThat(await(0).kinds(AT_ONCE)).containsExactly(Outcome.Kind.RETRY);
    }

    @Test
    void areAskedForAThousandAtATimeAndEachOnce() throws Exception {
        List<Long> reported = Collections.synchronizedList(new ArrayList<>());
        for (long id = 0; id < 2500; id++) {
            long taken = id;
            Outcomes outcomes = (place, outcome) -> reported.add(taken);
            book.await(book.current(), id, List.of(0), outcomes);
        }
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        AcknowledgementPoller poller = poller(Thread::new, question -> confirmed(question, sizes));
        poller.wake();
        Awaitility.await().until(() -> reported.size() == 2500);
        poller.close();
        assertThat(sizes).containsExactly(1000, 1000, 500);
        assertThat(reported).doesNotHaveDuplicates();
    }

    /** The thread comes to look only when the closing has begun, as it may after any of its looks. */
    @Test
    void areAskedForOnceMoreWhenTheClosingComesBeforeTheThreadHasLooked() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        AcknowledgementPoller poller = poller(
                task -> new Thread(() -> {
                    Awaitility.await().until(() -> closing.getCount() == 0);
                    task.run();
                }),
                question -> confirmed(question, new ArrayList<>()));
        RecordedOutcomes outcomes = await(0);
        poller.wake();
        Thread closer = new Thread(poller::close);
        closer.start();
        Awaitility.await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        closing.countDown();
        closer.join();
        assertThat(outcomes.kinds(AT_ONCE)).containsExactly(Outcome.Kind.ACCEPTED);
    }

    @Test
    void areGivenUpInTimeThoughAskingFails() throws Exception {
        AcknowledgementPoller poller = poller(Thread::new, question -> {
            throw new IllegalStateException("a fault of our own");
        });
        RecordedOutcomes outcomes = await(0);
        poller.wake();
        pass(PATIENCE);
        assertThat(outcomes.kinds(Duration.ofSeconds(10))).containsExactly(Outcome.Kind.RETRY);
        poller.close();
    }

    private AcknowledgementPoller poller(ThreadFactory threads, Function<byte[], HecAnswer> collector) {
        return new AcknowledgementPoller(
                threads, book, (channel, question) -> collector.apply(question), Duration.ofMillis(5), PATIENCE);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static HecAnswer confirmed(byte[] question, List<Integer> sizes) {
        List<String> acks = new ArrayList<>();
        try {
            new JsonMapper().readTree(question).path("acks").forEach(id -> acks.add("\"" + id + "\":true"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        sizes.add(acks.size());
        byte[] body = ("{\"acks\":{" + String.join(",", acks) + "}}").getBytes(StandardCharsets.UTF_8);
        HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
        return new HecAnswer(new HttpAnswer(200, none, body, false), "https://splunk:8088", Instant.EPOCH, List.of());
    }

    private RecordedOutcomes await(long ackId) {
        RecordedOutcomes outcomes = new RecordedOutcomes(1);
        book.await(book.current(), ackId, List.of(0), outcomes);
        return outcomes;
    }
}
