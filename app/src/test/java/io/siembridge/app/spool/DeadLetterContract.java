package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What could not be delivered, and what operators do about it. */
abstract class DeadLetterContract extends SpoolContract {
    DeadLetterContract(Making making) {
        super(making);
    }

    @Test
    void discardingAllDeadLettersDiscardsTheDelivery() {
        String receipt = accepted("a", "splunk");
        bury("splunk", "e1", "e2");
        List<Long> ids = openLetters().stream().map(DeadLetter::id).toList();

        assertThat(spool.discard(ids.subList(0, 1)).join()).isEqualTo(1);
        assertThat(state(receipt, "splunk")).isEqualTo(DeliveryState.DEAD);
        assertThat(spool.discard(ids).join()).isEqualTo(1);

        assertThat(state(receipt, "splunk")).isEqualTo(DeliveryState.DISCARDED);
        assertThat(tally("splunk")).isEqualTo(new DestinationTally(1, 0, 0, 0, 1, Optional.empty()));
        assertThat(openLetters()).isEmpty();
        assertThat(spool.deadLetters(fate(DeadLetter.Fate.DISCARDED), Optional.empty(), 10)
                        .items())
                .hasSize(2);
    }

    private static DeadLetterFilter fate(DeadLetter.Fate fate) {
        DeadLetterFilter open = DeadLetterFilter.open();
        return new DeadLetterFilter(
                open.source(), open.destination(), open.webhook(), Optional.of(fate), open.since(), open.until());
    }

    @Test
    void retryingADeadLetterSendsTheRestButNotWhatWasDiscarded() {
        accepted("a", "splunk");
        bury("splunk", "e1", "e2", "e3");
        List<DeadLetter> letters = openLetters();
        spool.discard(List.of(letters.get(0).id())).join();
        due.clear();

        int retried = spool.retry(List.of(letters.get(1).id())).join();

        assertThat(retried).isEqualTo(1);
        assertThat(due).contains("splunk");
        ClaimedDelivery again = claimOne("splunk");
        assertThat(again.attempts()).isZero();
        assertThat(again.acceptedEvents())
                .containsExactlyInAnyOrder("done", letters.get(0).eventUid().orElseThrow());
        assertThat(openLetters()).isEmpty();
        assertThat(spool.deadLetters(fate(DeadLetter.Fate.RETRIED), Optional.empty(), 10)
                        .items())
                .hasSize(2);
    }

    @Test
    void dealingTwiceWithADeadLetterDoesNothing() {
        accepted("a", "splunk");
        bury("splunk", "e1");
        List<Long> ids = List.of(openLetters().get(0).id(), 4711L);
        assertThat(spool.retry(ids).join()).isEqualTo(1);

        assertThat(spool.retry(ids).join()).isZero();
        assertThat(spool.discard(ids).join()).isZero();
        assertThat(tally("splunk").waiting()).isEqualTo(1);
        assertThat(spool.retry(List.of()).join()).isZero();
    }

    @Test
    void givesUpWhatWaitsForADestinationAndNothingElse() {
        String first = accepted("a", "splunk", "archive");
        String second = accept(webhook("id", "b"), "splunk").webhook();
        WaitingRequest ofSoda = new WaitingRequest("splunk", Optional.of("soda"), Optional.empty());

        assertThat(spool.waitingPreview(ofSoda)).isEqualTo(1);
        assertThat(spool.discardWaiting(ofSoda).join()).isEqualTo(1);

        assertThat(state(first, "splunk")).isEqualTo(DeliveryState.DISCARDED);
        assertThat(state(first, "archive")).isEqualTo(DeliveryState.WAITING);
        assertThat(state(second, "splunk")).isEqualTo(DeliveryState.WAITING);
        assertThat(spool.waitingPreview(ofSoda)).isZero();
        assertThat(spool.ledger(time.instant(), time.instant().plusMillis(1)))
                .contains(new LedgerEntry(
                        time.instant().truncatedTo(ChronoUnit.HOURS), "soda", Optional.of("splunk"), "discarded", 1));
        assertThat(spool.discardWaiting(new WaitingRequest("nobody", Optional.empty(), Optional.empty()))
                        .join())
                .isZero();
    }

    @Test
    void givesUpOnlyWhatWasReceivedBeforeATime() {
        String old = accepted("a", "splunk");
        time.pass(Duration.ofHours(1));
        String fresh = accepted("b", "splunk");

        spool.discardWaiting(new WaitingRequest("splunk", Optional.empty(), Optional.of(time.instant())))
                .join();

        assertThat(state(old, "splunk")).isEqualTo(DeliveryState.DISCARDED);
        assertThat(state(fresh, "splunk")).isEqualTo(DeliveryState.WAITING);
        assertThat(claimedBodies("splunk")).containsExactly("b");
    }

    @Test
    void whatIsGivenUpWhileItIsSentStaysGivenUp() {
        String receipt = accepted("a", "splunk");
        ClaimedDelivery sent = claimOne("splunk");
        spool.discardWaiting(new WaitingRequest("splunk", Optional.empty(), Optional.empty()))
                .join();

        settle(Settlement.retry(sent.id(), Set.of(), time.instant(), attempt("retry")));

        assertThat(state(receipt, "splunk")).isEqualTo(DeliveryState.DISCARDED);
        assertThat(claim("splunk")).isEmpty();
        spool.replay(only(receipt, "splunk")).join();
        assertThat(claimedBodies("splunk")).containsExactly("a");
    }

    @Test
    void givesUpMoreThanOneCommitTakes() {
        List<CompletableFuture<Acceptance>> acceptances = new ArrayList<>();
        for (int i = 0; i < 1_203; i++) {
            acceptances.add(spool.accept(webhook("body " + i), List.of("splunk")));
        }
        acceptances.forEach(CompletableFuture::join);
        ClaimedDelivery retried = claimOne("splunk");
        settle(Settlement.retry(retried.id(), Set.of(), time.instant().plusSeconds(60), attempt("retry")));
        WaitingRequest all = new WaitingRequest("splunk", Optional.empty(), Optional.empty());

        assertThat(spool.waitingPreview(all)).isEqualTo(1_203);
        assertThat(spool.discardWaiting(all).join()).isEqualTo(1_203);

        assertThat(tally("splunk")).isEqualTo(new DestinationTally(1_203, 0, 0, 0, 1_203, Optional.empty()));
    }

    @Test
    void listsDeadLettersByWhatTheyAreAndPageByPage() {
        String first = accepted("a", "splunk");
        bury("splunk", "e1");
        time.pass(Duration.ofHours(1));
        accept(webhook("id", "b"), "archive");
        bury("archive", "e2");
        bury2();

        assertThat(letters(filter -> filter)).containsExactly("e4", "e3", "e2", "e1");
        assertThat(spool.deadLetters(
                                new DeadLetterFilter(
                                        Optional.of("snyk"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                                Optional.empty(),
                                10)
                        .items())
                .hasSize(1);
        assertThat(spool.deadLetters(
                                new DeadLetterFilter(
                                        Optional.empty(),
                                        Optional.of("splunk"),
                                        Optional.of(first),
                                        Optional.empty(),
                                        Optional.of(TestTime.START),
                                        Optional.of(TestTime.START.plusMillis(1))),
                                Optional.empty(),
                                10)
                        .items())
                .extracting(letter -> letter.eventUid().orElse(""))
                .containsExactly("e1");
        assertThat(spool.deadLetters(
                                new DeadLetterFilter(
                                        Optional.of("nobody"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                                Optional.empty(),
                                10)
                        .items())
                .isEmpty();
    }

    private void bury2() {
        accepted("c", "splunk");
        bury("splunk", "e3", "e4");
    }

    /** All letters, two at a time. */
    private List<String> letters(UnaryOperator<DeadLetterFilter> change) {
        List<String> uids = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<DeadLetter> page = spool.deadLetters(change.apply(DeadLetterFilter.open()), cursor, 2);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            page.items().forEach(letter -> uids.add(letter.eventUid().orElse("")));
            cursor = page.next();
        } while (cursor.isPresent());
        return uids;
    }
}
