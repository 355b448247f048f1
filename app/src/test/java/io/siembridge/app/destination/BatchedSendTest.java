package io.siembridge.app.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Batching and splitting, against peers that are a function. */
class BatchedSendTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @RepeatedTest(200)
    void settlesEveryEventOnceWhateverThePeerSays(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        int events = random.nextInt(40);
        Set<Integer> bad = random.ints(random.nextInt(5), 0, 40).boxed().collect(Collectors.toSet());
        boolean faults = random.nextInt(4) == 0;
        List<Integer> taken = new ArrayList<>();
        BatchedSend send = new BatchedSend(
                new BatchedSend.Limits(500, 1 + random.nextInt(20), 100),
                event -> random.nextInt(30) == 0 ? Optional.empty() : Optional.of(new byte[random.nextInt(100)]),
                (batch, outcomes) -> reply(batch, bad, faults, random, taken));
        RecordedOutcomes outcomes = new RecordedOutcomes(events);
        send.ready(TestEvents.events(0, events)).send(outcomes);
        List<Kind> kinds = outcomes.kinds(PATIENCE);
        for (int place = 0; place < events; place++) {
            assertThat(kinds.get(place) == Kind.ACCEPTED).isEqualTo(taken.contains(place));
        }
        assertThat(taken).doesNotHaveDuplicates().noneMatch(bad::contains);
    }

    @Test
    void keepsWithinBytesAndEvents() throws Exception {
        List<Integer> sizes = new ArrayList<>();
        BatchedSend send = new BatchedSend(
                new BatchedSend.Limits(100, 4, 500),
                event -> Optional.of(new byte[event.uid().endsWith("3") ? 300 : 30]),
                (batch, outcomes) -> {
                    sizes.add(batch.size());
                    return BatchReply.taken(batch.size());
                });
        send.ready(TestEvents.events(0, 10)).send(new RecordedOutcomes(10));
        assertThat(sizes).containsExactly(3, 1, 3, 3);
    }

    @Test
    void reportsAllThatIsLeftWhenItIsInterrupted() {
        RecordedOutcomes outcomes = new RecordedOutcomes(10);
        BatchedSend send = new BatchedSend(
                new BatchedSend.Limits(100, 4, 500), event -> Optional.of(new byte[30]), (batch, later) -> {
                    if (batch.get(0).place() > 0) {
                        throw new InterruptedException();
                    }
                    return BatchReply.taken(batch.size());
                });
        assertThatThrownBy(() -> send.ready(TestEvents.events(0, 10)).send(outcomes))
                .isInstanceOf(InterruptedException.class);
        assertThat(outcomes.kinds(PATIENCE).subList(0, 3)).containsOnly(Kind.ACCEPTED);
        assertThat(outcomes.kinds(PATIENCE).subList(3, 10)).containsOnly(Kind.RETRY);
    }

    @Test
    void leavesToOthersWhatIsConfirmedLater() throws Exception {
        RecordedOutcomes outcomes = new RecordedOutcomes(2);
        BatchedSend send = new BatchedSend(
                new BatchedSend.Limits(100, 4, 500),
                event -> Optional.of(new byte[30]),
                (batch, later) -> BatchReply.taken(batch.size()).toBeConfirmed());
        List<OcsfEvent> events = TestEvents.events(0, 2);
        send.ready(events).send(outcomes);
        assertThat(outcomes.complete()).isFalse();
        outcomes.reportAll(0, 2, Outcome.accepted());
        assertThat(outcomes.kinds(PATIENCE)).containsOnly(Kind.ACCEPTED);
    }

    @Test
    void buriesOfAPeerThatRefusesEverythingNoMoreThanWhatItTakesToSeeThat() throws Exception {
        BatchedSend send = refusing(event -> true);
        List<Kind> kinds = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            kinds.addAll(kindsOf(send, TestEvents.events(number, number + 1)));
        }
        assertThat(kinds.subList(0, 10)).containsOnly(Kind.REJECTED);
        assertThat(kinds.get(10)).isEqualTo(Kind.PAUSED);
        assertThat(kinds.subList(11, 40)).containsOnly(Kind.RETRY);
    }

    @Test
    void buriesManyAtOnceWhereOthersWereTakenMeanwhile() throws Exception {
        BatchedSend send = refusing(event -> TestEvents.uids(0, 30).contains(event.uid()));
        List<OcsfEvent> bad = TestEvents.events(0, 30);
        assertThat(kindsOf(send, bad)).containsOnly(Kind.PAUSED);
        assertThat(kindsOf(send, bad)).containsOnly(Kind.RETRY);
        assertThat(kindsOf(send, TestEvents.events(50, 51))).containsExactly(Kind.ACCEPTED);
        assertThat(kindsOf(send, bad)).containsOnly(Kind.REJECTED);
    }

    @Test
    void doubtsWhatMayBeAboutAnyEventUntilOthersPass() throws Exception {
        BatchedSend send = new BatchedSend(
                new BatchedSend.Limits(1000, 100, 500),
                event -> Optional.of(new byte[10]),
                (batch, later) -> batch.get(0).uid().equals(TestEvents.uid(1))
                        ? BatchReply.refusedSome(Outcome.paused("400"))
                        : BatchReply.taken(batch.size()));
        assertThat(kindsOf(send, TestEvents.events(1, 2))).containsExactly(Kind.PAUSED);
        assertThat(kindsOf(send, TestEvents.events(1, 2))).containsExactly(Kind.RETRY);
        assertThat(kindsOf(send, TestEvents.events(2, 3))).containsExactly(Kind.ACCEPTED);
        assertThat(kindsOf(send, TestEvents.events(1, 2))).containsExactly(Kind.REJECTED);
    }

    @Test
    void findsTheEventThatMakesAPeerFailAndDeliversTheOthers() throws Exception {
        BatchedSend send = failing(event -> event.uid().equals(TestEvents.uid(17)));
        List<OcsfEvent> events = TestEvents.events(0, 40);
        assertThat(kindsOf(send, events)).containsOnly(Kind.RETRY);
        assertThat(kindsOf(send, events)).containsOnly(Kind.RETRY);
        List<Kind> third = kindsOf(send, events);
        assertThat(Collections.frequency(third, Kind.ACCEPTED)).isEqualTo(39);
        assertThat(third.get(17)).isEqualTo(Kind.REJECTED);
    }

    @Test
    void blamesNoEventWhileThePeerTakesNothing() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        BatchedSend send = failing(event -> requests.incrementAndGet() > 5);
        assertThat(kindsOf(send, TestEvents.events(100, 105))).containsOnly(Kind.ACCEPTED);
        for (int attempt = 0; attempt < 20; attempt++) {
            int before = requests.get();
            assertThat(kindsOf(send, TestEvents.events(0, 1))).containsOnly(Kind.RETRY);
            assertThat(kindsOf(send, TestEvents.events(1, 300))).containsOnly(Kind.RETRY);
            assertThat(requests.get() - before).isLessThan(15);
        }
    }

    private static BatchedSend failing(Predicate<EncodedEvent> bad) {
        return new BatchedSend(
                new BatchedSend.Limits(100_000, 1_000, 500),
                event -> Optional.of(new byte[10]),
                (batch, later) -> batch.stream().anyMatch(bad)
                        ? BatchReply.failed(Outcome.retry("500"))
                        : BatchReply.taken(batch.size()));
    }

    private static BatchedSend refusing(Predicate<EncodedEvent> bad) {
        return new BatchedSend(
                new BatchedSend.Limits(10_000, 100, 500), event -> Optional.of(new byte[10]), (batch, later) -> {
                    for (int i = 0; i < batch.size(); i++) {
                        if (bad.test(batch.get(i))) {
                            return BatchReply.refusedOne(i, Outcome.rejected("refused"));
                        }
                    }
                    return BatchReply.taken(batch.size());
                });
    }

    private static List<Kind> kindsOf(BatchedSend send, List<OcsfEvent> events) throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
        send.ready(events).send(outcomes);
        return outcomes.kinds(PATIENCE);
    }

    private static BatchReply reply(
            List<EncodedEvent> batch, Set<Integer> bad, boolean faults, Random random, List<Integer> taken) {
        if (faults && random.nextInt(5) == 0) {
            return BatchReply.fault(random.nextBoolean() ? Outcome.retry("busy") : Outcome.paused("wrong"));
        }
        List<Integer> places = batch.stream().map(EncodedEvent::place).toList();
        for (int i = 0; i < places.size(); i++) {
            if (bad.contains(places.get(i))) {
                if (random.nextBoolean()) {
                    return BatchReply.refusedSome(Outcome.rejected("some"));
                }
                taken.addAll(places.subList(0, i));
                return BatchReply.refusedOne(i, Outcome.rejected("one"));
            }
        }
        if (batch.size() > 1 && random.nextInt(10) == 0) {
            return BatchReply.refusedSome(Outcome.rejected("too large"));
        }
        taken.addAll(places);
        return BatchReply.taken(batch.size());
    }
}
