package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.Settlement.DeadPart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a delivery. */
abstract class SettlingContract extends SpoolContract {
    SettlingContract(Making making) {
        super(making);
    }

    @Test
    void deliveredIsDoneAndItsAttemptIsShown() {
        String receipt = accepted("a", "splunk");
        ClaimedDelivery delivery = claimOne("splunk");
        time.pass(Duration.ofMillis(12));
        settle(Settlement.delivered(
                delivery.id(),
                new Attempt(TestTime.START, Duration.ofMillis(12), 3, "accepted", "accepted", Optional.empty())));

        assertThat(claim("splunk")).isEmpty();
        assertThat(spool.nextDue("splunk")).isEmpty();
        assertThat(tally("splunk")).isEqualTo(new DestinationTally(1, 1, 0, 0, 0, Optional.empty()));
        WebhookDetail.DeliveryDetail detail =
                spool.webhook(receipt).orElseThrow().deliveries().get(0);
        assertThat(detail.state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(detail.settled()).contains(time.instant());
        assertThat(detail.due()).isEmpty();
        assertThat(detail.tries())
                .containsExactly(new Attempt(
                        TestTime.START, Duration.ofMillis(12), 3, "accepted", "accepted", Optional.empty()));
    }

    @Test
    void aRetryIsDueAtItsTimeAndKnowsWhatWasAccepted() {
        String receipt = accepted("a", "splunk");
        ClaimedDelivery delivery = claimOne("splunk");
        Instant next = time.instant().plusSeconds(30);
        settle(Settlement.retry(delivery.id(), Set.of("e1", "e2"), next, attempt("retry")));

        assertThat(claim("splunk")).isEmpty();
        assertThat(spool.nextDue("splunk")).contains(next);
        assertThat(spool.webhook(receipt).orElseThrow().deliveries().get(0).due())
                .contains(next);
        time.pass(Duration.ofSeconds(30).minusMillis(1));
        assertThat(claim("splunk")).isEmpty();
        time.pass(Duration.ofMillis(1));

        ClaimedDelivery again = claimOne("splunk");
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.acceptedEvents()).containsExactlyInAnyOrder("e1", "e2");
        assertThat(again.due()).isEqualTo(TestTime.START);
        assertThat(again.webhook().body()).isEqualTo(bytes("a"));
        assertThat(spool.webhook(receipt).orElseThrow().deliveries().get(0).tries())
                .containsExactly(new Attempt(
                        TestTime.START, Duration.ofMillis(12), 3, "retry", "retry by the peer", Optional.of("<html>")));
    }

    @Test
    void aRetryThatIsDueGoesBeforeYoungerWebhooks() {
        accepted("old", "splunk");
        ClaimedDelivery old = claimOne("splunk");
        settle(Settlement.retry(old.id(), Set.of(), time.instant().plusSeconds(5), attempt("retry")));
        accepted("young", "splunk");
        time.pass(Duration.ofSeconds(5));

        assertThat(claimedBodies("splunk")).containsExactly("old", "young");
    }

    @Test
    void aRetryIsNotPostponedByAClockThatGoesBack() {
        accepted("a", "splunk");
        ClaimedDelivery delivery = claimOne("splunk");
        settle(Settlement.retry(delivery.id(), Set.of(), time.instant().plusSeconds(30), attempt("retry")));
        time.jump(Duration.ofDays(-1));
        assertThat(claim("splunk")).isEmpty();
        assertThat(spool.nextDue("splunk")).contains(time.instant().plusSeconds(30));

        time.pass(Duration.ofSeconds(30));

        assertThat(claim("splunk")).hasSize(1);
    }

    @Test
    void aRetryPlannedAfterTheClockWentBackKeepsItsWait() {
        accepted("a", "splunk");
        claim("archive");
        time.jump(Duration.ofDays(-1));
        ClaimedDelivery delivery = claimOne("splunk");
        settle(Settlement.retry(delivery.id(), Set.of(), time.instant().plusSeconds(30), attempt("retry")));
        assertThat(claim("splunk")).isEmpty();
        time.pass(Duration.ofSeconds(30));
        assertThat(claim("splunk")).hasSize(1);
    }

    @Test
    void aReleasedDeliveryIsDueAsIfItHadNotBeenClaimed() {
        accepted("a", "splunk");
        accepted("b", "splunk");
        ClaimedDelivery delivery = claimOne("splunk");
        settle(Settlement.retry(delivery.id(), Set.of("e1"), time.instant(), attempt("retry")));
        time.pass(Duration.ofMillis(1));
        ClaimedDelivery again = claimOne("splunk");
        settle(Settlement.released(again.id()));

        List<ClaimedDelivery> claimed = claim("splunk");

        assertThat(claimed)
                .extracting(each -> new String(each.webhook().body(), StandardCharsets.UTF_8))
                .containsExactly("a", "b");
        assertThat(claimed.get(0).attempts()).isEqualTo(1);
        assertThat(claimed.get(0).acceptedEvents()).containsExactly("e1");
    }

    @Test
    void aReleasedFirstAttemptIsDueAtOnce() {
        accepted("a", "splunk");
        accepted("b", "splunk");
        List<ClaimedDelivery> both = claim("splunk");
        settle(Settlement.released(both.get(0).id()));

        assertThat(spool.nextDue("splunk")).contains(time.instant());
        assertThat(claimedBodies("splunk")).containsExactly("a");
    }

    @Test
    void aPausedAttemptIsKeptButNotCounted() {
        String receipt = accepted("a", "splunk");
        ClaimedDelivery delivery = claimOne("splunk");
        settle(new Settlement(
                delivery.id(),
                Settlement.Kind.RELEASED,
                Set.of("e1"),
                List.of(),
                Optional.empty(),
                Optional.of(attempt("paused"))));

        ClaimedDelivery again = claimOne("splunk");
        assertThat(again.attempts()).isZero();
        assertThat(again.acceptedEvents()).containsExactly("e1");
        assertThat(spool.webhook(receipt).orElseThrow().deliveries().get(0).tries())
                .hasSize(1);
    }

    @Test
    void deadMakesADeadLetterOfEachPart() {
        String receipt = accepted("a", "splunk");
        ClaimedDelivery delivery = claimOne("splunk");
        settle(Settlement.dead(
                delivery.id(),
                Set.of("done"),
                List.of(
                        new DeadPart(Optional.of("e1"), "", "too large", Optional.of("413")),
                        new DeadPart(Optional.empty(), "line 7", "not JSON", Optional.empty())),
                attempt("rejected")));

        assertThat(claim("splunk")).isEmpty();
        assertThat(state(receipt, "splunk")).isEqualTo(DeliveryState.DEAD);
        assertThat(tally("splunk")).isEqualTo(new DestinationTally(1, 0, 0, 1, 0, Optional.empty()));
        List<DeadLetter> letters = openLetters();
        assertThat(letters).extracting(DeadLetter::path).containsExactly("line 7", "");
        DeadLetter event = letters.get(1);
        assertThat(event.webhook()).isEqualTo(receipt);
        assertThat(event.source()).isEqualTo("soda");
        assertThat(event.destination()).isEqualTo("splunk");
        assertThat(event.eventUid()).contains("e1");
        assertThat(event.reason()).isEqualTo("too large");
        assertThat(event.excerpt()).contains("413");
        assertThat(event.buried()).isEqualTo(time.instant());
        assertThat(event.fate()).isEqualTo(DeadLetter.Fate.OPEN);
        assertThat(spool.deadLetter(event.id())).contains(event);
        assertThat(spool.deadLetter(4711)).isEmpty();
    }

    @Test
    void aDeadDeliveryWithoutPartsStillHasADeadLetter() {
        accepted("a", "splunk");
        ClaimedDelivery delivery = claimOne("splunk");
        settle(Settlement.dead(delivery.id(), Set.of(), List.of(), attempt("rejected")));

        assertThat(openLetters()).extracting(DeadLetter::reason).containsExactly("rejected by the peer");
    }

    @Test
    void aLateSettlementChangesNothingThatIsFinal() {
        String receipt = accepted("a", "splunk");
        ClaimedDelivery slow = claimOne("splunk");
        time.pass(LEASE);
        ClaimedDelivery quick = claimOne("splunk");
        settle(Settlement.delivered(quick.id(), attempt("accepted")));

        settle(Settlement.retry(slow.id(), Set.of(), time.instant(), attempt("retry")));
        settle(Settlement.dead(slow.id(), Set.of(), List.of(), attempt("rejected")));
        settle(Settlement.released(slow.id()));

        assertThat(state(receipt, "splunk")).isEqualTo(DeliveryState.DELIVERED);
        assertThat(tally("splunk").delivered()).isEqualTo(1);
        assertThat(openLetters()).isEmpty();
        assertThat(claim("splunk")).isEmpty();
    }

    @Test
    void aLateDeliveryCountsIfNobodyElseSettled() {
        String receipt = accepted("a", "splunk");
        ClaimedDelivery slow = claimOne("splunk");
        time.pass(LEASE);
        claimOne("splunk");
        settle(Settlement.delivered(slow.id(), attempt("accepted")));

        assertThat(state(receipt, "splunk")).isEqualTo(DeliveryState.DELIVERED);
        time.pass(LEASE);
        assertThat(claim("splunk")).isEmpty();
    }

    @Test
    void settlingWhatIsNotStoredIsHarmless() {
        accepted("a", "splunk");
        settle(Settlement.delivered(new DeliveryId(NOWHERE, "splunk"), attempt("accepted")));
        settle(Settlement.delivered(new DeliveryId("a", "nowhere"), attempt("accepted")));
        settle();

        assertThat(tally("splunk").waiting()).isEqualTo(1);
    }

    @Test
    void oneDestinationKnowsNothingOfAnother() {
        String receipt = accepted("a", "splunk", "archive");
        deliver("splunk");

        assertThat(state(receipt, "archive")).isEqualTo(DeliveryState.WAITING);
        assertThat(claimedBodies("archive")).containsExactly("a");
    }

    @Test
    void knowsWhenTheNextDeliveryIsDue() {
        assertThat(spool.nextDue("splunk")).isEmpty();
        accepted("a", "splunk");
        assertThat(spool.nextDue("splunk")).contains(time.instant());
        ClaimedDelivery a = claimOne("splunk");
        assertThat(spool.nextDue("splunk")).contains(time.instant().plus(LEASE));
        settle(Settlement.retry(a.id(), Set.of(), time.instant().plusSeconds(90), attempt("retry")));
        assertThat(spool.nextDue("splunk")).contains(time.instant().plusSeconds(90));
        accepted("b", "splunk");
        accepted("c", "splunk");
        ClaimedDelivery b = claimOne("splunk");
        claimOne("splunk");
        settle(Settlement.retry(b.id(), Set.of(), time.instant().plusSeconds(120), attempt("retry")));
        assertThat(spool.nextDue("splunk")).contains(time.instant().plus(LEASE));
        accepted("d", "splunk");
        assertThat(spool.nextDue("splunk")).contains(time.instant());
    }
}
