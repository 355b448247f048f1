package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.spool.Acceptance.Kind;
import io.siembridge.app.spool.Acceptance.Sign;
import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.Settlement.DeadPart;
import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every spool must do, seen from outside. */
abstract class SpoolContract {
    static final Duration LEASE = Duration.ofMinutes(1);
    static final Duration WINDOW = Duration.ofHours(2);
    static final long MUCH = 1L << 30;
    private static final String NOWHERE = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    final TestTime time = new TestTime();
    final List<String> due = new CopyOnWriteArrayList<>();
    final SpoolListener listener = new SpoolListener() {
        @Override
        public void due(String destination) {
            due.add(destination);
        }
    };
    Spool spool = new InMemorySpool(time);

    /** A new spool, not open yet, that keeps delivered webhooks for seven days. */
    abstract Spool create();

    @BeforeEach
    final void open() throws SpoolException {
        spool = create();
        spool.open();
    }

    @AfterEach
    final void checkAndClose() {
        assertThat(spool.tallies())
                .allSatisfy((name, tally) -> assertThat(tally.closes())
                        .as("books of %s: %s", name, tally)
                        .isTrue());
        assertThat(spool.check()).isEmpty();
        spool.close();
    }

    final VerifiedWebhook webhook(String body) {
        return TestWebhooks.verified("soda", "soda", bytes(body), Optional.empty(), time.instant());
    }

    final VerifiedWebhook webhook(String deliveryId, String body) {
        return TestWebhooks.verified("snyk", "snyk", bytes(body), Optional.of(deliveryId), time.instant());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    final Acceptance accept(VerifiedWebhook webhook, String... destinations) {
        return spool.accept(webhook, List.of(destinations)).join();
    }

    /** Accepts a webhook with this body and returns its receipt. */
    final String accepted(String body, String... destinations) {
        return accept(webhook(body), destinations).webhook();
    }

    final List<ClaimedDelivery> claim(String destination) {
        return spool.claim(destination, 100, MUCH, LEASE);
    }

    final List<String> claimedBodies(String destination) {
        return claim(destination).stream()
                .map(delivery -> new String(delivery.webhook().body(), StandardCharsets.UTF_8))
                .toList();
    }

    final ClaimedDelivery claimOne(String destination) {
        List<ClaimedDelivery> claimed = spool.claim(destination, 1, MUCH, LEASE);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    final Attempt attempt(String outcome) {
        return new Attempt(
                time.instant(), Duration.ofMillis(12), 3, outcome, outcome + " by the peer", Optional.of("<html>"));
    }

    final void settle(Settlement... settlements) {
        spool.settle(List.of(settlements)).join();
    }

    final void deliver(String destination) {
        claim(destination).forEach(delivery -> settle(Settlement.delivered(delivery.id(), attempt("accepted"))));
    }

    final void bury(String destination, String... uids) {
        ClaimedDelivery delivery = claimOne(destination);
        List<DeadPart> parts = new ArrayList<>();
        for (String uid : uids) {
            parts.add(new DeadPart(Optional.of(uid), "", "too large", Optional.of("413")));
        }
        settle(Settlement.dead(delivery.id(), Set.of("done"), parts, attempt("rejected")));
    }

    final List<DeadLetter> openLetters() {
        return spool.deadLetters(DeadLetterFilter.open(), Optional.empty(), 100).items();
    }

    final DeliveryState state(String receipt, String destination) {
        return spool.webhook(receipt).orElseThrow().deliveries().stream()
                .filter(delivery -> delivery.destination().equals(destination))
                .findFirst()
                .orElseThrow()
                .state();
    }

    final DestinationTally tally(String destination) {
        DestinationTally tally = spool.tallies().get(destination);
        assertThat(tally).isNotNull();
        return tally;
    }

    static ReplayRequest everything() {
        return new ReplayRequest(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, List.of());
    }

    static ReplayRequest only(String receipt, String... destinations) {
        return new ReplayRequest(
                List.of(receipt), Optional.empty(), Optional.empty(), Optional.empty(), false, List.of(destinations));
    }

    // Accepting

    @Test
    void keepsExactBytesAndWhatWasKnownAboutThem() {
        byte[] odd = {0, (byte) 0xFF, '\r', '\n', (byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{'};
        Acceptance acceptance =
                accept(TestWebhooks.verified("snyk-eu", "snyk", odd, Optional.of("d-1"), time.instant()), "splunk");

        WebhookDetail kept = spool.webhook(acceptance.webhook()).orElseThrow();

        assertThat(acceptance.kind()).isEqualTo(Kind.ACCEPTED);
        assertThat(acceptance.webhook()).hasSize(26);
        assertThat(kept.webhook().body()).isEqualTo(odd);
        assertThat(kept.webhook().source()).isEqualTo("snyk-eu");
        assertThat(kept.webhook().vendor()).isEqualTo("snyk");
        assertThat(kept.webhook().label()).isEqualTo("verified:hmac-sha256");
        assertThat(kept.webhook().received()).isEqualTo(TestTime.START);
        assertThat(kept.webhook().headers()).containsExactly(Map.entry("x-event", "ping"));
        assertThat(kept.webhook().bodySha256())
                .isEqualTo("7fd05c71f75d9c5a6ca92be796ca81524855e1868f188b2b2091b7a707bb4bb0");
        assertThat(kept.deliveryId()).contains("d-1");
    }

    @Test
    void owesTheWebhookToEachDestinationOnce() {
        String receipt = accepted("a", "splunk", "archive", "splunk");

        assertThat(tally("splunk")).isEqualTo(new DestinationTally(1, 0, 1, 0, 0, Optional.of(TestTime.START)));
        assertThat(tally("archive").waiting()).isEqualTo(1);
        assertThat(spool.webhook(receipt).orElseThrow().deliveries()).hasSize(2);
        assertThat(due).containsOnly("splunk", "archive");
    }

    @Test
    void keepsAWebhookThatGoesNowhere() {
        String receipt = accepted("a");

        assertThat(spool.webhook(receipt)).isPresent();
        assertThat(spool.tallies()).isEmpty();
        assertThat(due).isEmpty();
    }

    @Test
    void takesTheSameIdAndBytesForARepeatHoweverLate() {
        String first = accept(webhook("id-1", "a"), "splunk").webhook();
        time.pass(Duration.ofDays(30));

        assertThat(accept(webhook("id-1", "a"), "splunk")).isEqualTo(Acceptance.duplicate(first));
        assertThat(tally("splunk").owed()).isEqualTo(1);
    }

    @Test
    void storesOtherBytesUnderTheSameIdAndSaysSo() {
        String first = accept(webhook("id-1", "a"), "splunk").webhook();
        Acceptance second = accept(webhook("id-1", "b"), "splunk");

        assertThat(second.kind()).isEqualTo(Kind.ACCEPTED);
        assertThat(second.signs()).containsExactly(Sign.ID_REUSED);
        assertThat(accept(webhook("id-1", "a"), "splunk")).isEqualTo(Acceptance.duplicate(first));
        assertThat(accept(webhook("id-1", "b"), "splunk")).isEqualTo(Acceptance.duplicate(second.webhook()));
        assertThat(tally("splunk").owed()).isEqualTo(2);
    }

    @Test
    void storesTheSameBytesUnderAnotherIdAndSaysSoWithinTheWindow() {
        accept(webhook("id-1", "a"), "splunk");
        Acceptance repeated = accept(webhook("id-2", "a"), "splunk");
        time.pass(WINDOW);
        Acceptance late = accept(webhook("id-3", "a"), "splunk");

        assertThat(repeated.kind()).isEqualTo(Kind.ACCEPTED);
        assertThat(repeated.signs()).containsExactly(Sign.BYTES_REPEATED);
        assertThat(late.signs()).isEmpty();
        assertThat(tally("splunk").owed()).isEqualTo(3);
    }

    @Test
    void withoutIdTheWindowCountsFromTheFirstAndEndsSharply() {
        String first = accepted("a", "splunk");
        time.pass(WINDOW.minusMillis(1));
        assertThat(accept(webhook("a"), "splunk")).isEqualTo(Acceptance.duplicate(first));
        time.pass(Duration.ofMillis(1));

        Acceptance anew = accept(webhook("a"), "splunk");

        assertThat(anew.kind()).isEqualTo(Kind.ACCEPTED);
        assertThat(anew.signs()).isEmpty();
        assertThat(accept(webhook("a"), "splunk")).isEqualTo(Acceptance.duplicate(anew.webhook()));
    }

    @Test
    void withoutIdTheWindowHoldsAfterTheClockWentBack() {
        String first = accepted("a", "splunk");
        time.jump(WINDOW.minusMillis(1).negated());
        assertThat(accept(webhook("a"), "splunk")).isEqualTo(Acceptance.duplicate(first));
        time.jump(Duration.ofMillis(-1));
        assertThat(accept(webhook("a"), "splunk").kind()).isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void strippingTheIdOfACaptureDoesNotMakeItNew() {
        String first = accept(webhook("id-1", "a"), "splunk").webhook();
        VerifiedWebhook stripped = TestWebhooks.verified("snyk", "snyk", bytes("a"), Optional.empty(), time.instant());

        assertThat(accept(stripped, "splunk")).isEqualTo(Acceptance.duplicate(first));
    }

    @Test
    void doesNotMixSources() {
        accept(TestWebhooks.verified("snyk-eu", "snyk", bytes("a"), Optional.of("1"), time.instant()), "splunk");
        Acceptance other = accept(
                TestWebhooks.verified("snyk-us", "snyk", bytes("a"), Optional.of("1"), time.instant()), "splunk");

        assertThat(other.kind()).isEqualTo(Kind.ACCEPTED);
        assertThat(other.signs()).isEmpty();
    }

    // Claiming

    @Test
    void claimsTheOldestFirstUpToTheNumberAsked() {
        for (int i = 0; i < 5; i++) {
            accepted("body " + i, "splunk");
        }

        List<ClaimedDelivery> first = spool.claim("splunk", 2, MUCH, LEASE);
        List<String> rest = claimedBodies("splunk");

        assertThat(first)
                .extracting(delivery -> new String(delivery.webhook().body(), StandardCharsets.UTF_8))
                .containsExactly("body 0", "body 1");
        assertThat(rest).containsExactly("body 2", "body 3", "body 4");
        assertThat(first.get(0).attempts()).isZero();
        assertThat(first.get(0).acceptedEvents()).isEmpty();
        assertThat(first.get(0).due()).isEqualTo(TestTime.START);
    }

    @Test
    void claimsUpToTheBytesAskedButAtLeastOne() {
        accepted("x".repeat(100), "splunk");
        accepted("y".repeat(40), "splunk");
        accepted("z".repeat(40), "splunk");
        accepted("w".repeat(40), "splunk");

        assertThat(spool.claim("splunk", 10, 50, LEASE)).hasSize(1);
        assertThat(spool.claim("splunk", 10, 80, LEASE)).hasSize(2);
        assertThat(spool.claim("splunk", 10, 80, LEASE)).hasSize(1);
    }

    @Test
    void claimsNothingForADestinationThatIsOwedNothing() {
        accepted("a", "splunk");

        assertThat(claim("archive")).isEmpty();
        assertThat(spool.nextDue("archive")).isEmpty();
    }

    @Test
    void aLeaseKeepsOthersAwayUntilItLapses() {
        accepted("a", "splunk");
        accepted("b", "splunk");
        claimOne("splunk");
        assertThat(claimedBodies("splunk")).containsExactly("b");
        assertThat(claim("splunk")).isEmpty();

        time.pass(LEASE);

        assertThat(claimedBodies("splunk")).containsExactly("a", "b");
    }

    @Test
    void anExtendedLeaseHoldsLonger() {
        accepted("a", "splunk");
        ClaimedDelivery held = claimOne("splunk");
        time.pass(LEASE.minusSeconds(1));
        spool.extend(List.of(held.id()), LEASE);
        time.pass(LEASE.minusSeconds(1));
        assertThat(claim("splunk")).isEmpty();
        time.pass(Duration.ofSeconds(1));
        assertThat(claim("splunk")).hasSize(1);
    }

    @Test
    void aLapsedLeaseCannotBeExtended() {
        accepted("a", "splunk");
        ClaimedDelivery held = claimOne("splunk");
        time.pass(LEASE);
        spool.extend(List.of(held.id()), LEASE);

        assertThat(claim("splunk")).hasSize(1);
    }

    @Test
    void leasesDoNotEndEarlyWhenTheWallClockJumps() {
        accepted("a", "splunk");
        claimOne("splunk");
        time.jump(Duration.ofDays(365));

        assertThat(claim("splunk")).isEmpty();
    }

    // Settling

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

    // Dead letters

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
    private List<String> letters(java.util.function.UnaryOperator<DeadLetterFilter> change) {
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

    // Replay

    @Test
    void replayMakesEveryFinalStateDueAgainAsIfNew() {
        accepted("delivered", "splunk");
        deliver("splunk");
        accepted("dead", "splunk");
        bury("splunk", "e1");
        String discarded = accepted("discarded", "splunk");
        bury("splunk", "e2");
        spool.discard(List.of(openLetters().get(0).id())).join();
        assertThat(state(discarded, "splunk")).isEqualTo(DeliveryState.DISCARDED);
        accepted("waiting", "splunk");
        time.pass(Duration.ofHours(1));
        due.clear();

        Map<String, Long> preview = spool.replayPreview(everything());
        int replayed = spool.replay(everything()).join();

        assertThat(preview).containsExactly(Map.entry("splunk", 3L));
        assertThat(replayed).isEqualTo(3);
        assertThat(due).contains("splunk");
        assertThat(openLetters()).isEmpty();
        assertThat(tally("splunk")).isEqualTo(new DestinationTally(4, 0, 4, 0, 0, Optional.of(TestTime.START)));
        List<ClaimedDelivery> claimed = claim("splunk");
        assertThat(claimed).hasSize(4);
        assertThat(claimed).allSatisfy(delivery -> {
            assertThat(delivery.attempts()).isZero();
            assertThat(delivery.acceptedEvents()).isEmpty();
        });
        assertThat(claimed.get(0).due()).isEqualTo(time.instant());
        assertThat(claimed.get(3).due()).isEqualTo(TestTime.START);
        assertThat(spool.replay(everything()).join()).isZero();
    }

    @Test
    void replayKeepsTheAttemptsOfBefore() {
        String receipt = accepted("a", "splunk");
        deliver("splunk");
        spool.replay(only(receipt)).join();
        deliver("splunk");

        assertThat(spool.webhook(receipt).orElseThrow().deliveries().get(0).tries())
                .extracting(Attempt::outcome)
                .containsExactly("accepted", "accepted");
    }

    @Test
    void replayEndsAWaitAndForgetsWhatWasAccepted() {
        accepted("a", "splunk");
        ClaimedDelivery delivery = claimOne("splunk");
        settle(Settlement.retry(delivery.id(), Set.of("e1"), time.instant().plusSeconds(900), attempt("retry")));

        assertThat(spool.replay(everything()).join()).isEqualTo(1);

        ClaimedDelivery again = claimOne("splunk");
        assertThat(again.acceptedEvents()).isEmpty();
        assertThat(again.attempts()).isZero();
    }

    @Test
    void replayTakesWebhooksByReceiptAndAddsADestination() {
        String a = accepted("a", "splunk");
        accepted("b", "splunk");
        deliver("splunk");
        ReplayRequest request = new ReplayRequest(
                List.of(a, NOWHERE, a),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of("splunk", "archive"));

        Map<String, Long> preview = spool.replayPreview(request);
        int replayed = spool.replay(request).join();

        assertThat(preview).containsExactly(Map.entry("archive", 1L), Map.entry("splunk", 1L));
        assertThat(replayed).isEqualTo(2);
        assertThat(claimedBodies("splunk")).containsExactly("a");
        assertThat(claimedBodies("archive")).containsExactly("a");
        assertThat(tally("archive").owed()).isEqualTo(1);
        assertThat(tally("splunk").owed()).isEqualTo(2);
    }

    @Test
    void replayOfOneDestinationLeavesTheOthers() {
        String receipt = accepted("a", "splunk", "archive");
        deliver("splunk");
        deliver("archive");

        assertThat(spool.replay(only(receipt, "archive")).join()).isEqualTo(1);

        assertThat(state(receipt, "splunk")).isEqualTo(DeliveryState.DELIVERED);
        assertThat(state(receipt, "archive")).isEqualTo(DeliveryState.WAITING);
    }

    @Test
    void replayTakesTimesAndSource() {
        accepted("too early", "splunk");
        time.pass(Duration.ofMinutes(10));
        Instant since = time.instant();
        accepted("right", "splunk");
        accept(webhook("id", "other source"), "splunk");
        time.pass(Duration.ofMinutes(10));
        Instant until = time.instant();
        accepted("too late", "splunk");
        deliver("splunk");
        ReplayRequest request = new ReplayRequest(
                List.of(), Optional.of(since), Optional.of(until), Optional.of("soda"), false, List.of());

        assertThat(spool.replayPreview(request)).containsExactly(Map.entry("splunk", 1L));
        assertThat(spool.replay(request).join()).isEqualTo(1);
        assertThat(claimedBodies("splunk")).containsExactly("right");
    }

    @Test
    void replayOfDeadLettersTakesOnlyWhatIsDead() {
        accepted("delivered", "splunk");
        deliver("splunk");
        accepted("dead", "splunk");
        bury("splunk", "e1");
        ReplayRequest request = new ReplayRequest(
                List.of(), Optional.empty(), Optional.empty(), Optional.empty(), true, List.of("splunk", "archive"));

        assertThat(spool.replayPreview(request)).containsExactly(Map.entry("splunk", 1L));
        assertThat(spool.replay(request).join()).isEqualTo(1);
        assertThat(claimedBodies("splunk")).containsExactly("dead");
        assertThat(spool.tallies()).doesNotContainKey("archive");
    }

    @Test
    void replayOfMoreThanOneStepMissesNothing() {
        for (int i = 0; i < 450; i++) {
            accepted("body " + i, "splunk");
        }
        for (int i = 0; i < 5; i++) {
            deliver("splunk");
        }
        assertThat(tally("splunk").delivered()).isEqualTo(450);

        assertThat(spool.replayPreview(everything())).containsExactly(Map.entry("splunk", 450L));
        assertThat(spool.replay(everything()).join()).isEqualTo(450);
        assertThat(tally("splunk").waiting()).isEqualTo(450);
    }

    // Looking

    @Test
    void listsWebhooksNewestFirstPageByPage() {
        List<String> receipts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            receipts.add(0, accepted("body " + i, "splunk"));
        }

        List<String> listed = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<WebhookSummary> page = spool.webhooks(WebhookFilter.all(), cursor, 2);
            page.items().forEach(summary -> listed.add(summary.webhook()));
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(listed).isEqualTo(receipts);
    }

    @Test
    void listsWebhooksByWhatTheyAre() {
        String delivered = accepted("a", "splunk", "archive");
        deliver("splunk");
        time.pass(Duration.ofMinutes(1));
        String dead = accept(webhook("id-7", "b"), "splunk").webhook();
        bury("splunk", "e1");
        time.pass(Duration.ofMinutes(1));
        String waiting = accepted("c", "splunk");
        Instant later = TestTime.START.plusSeconds(60);

        assertThat(list(new Criteria().state(DeliveryState.DELIVERED))).containsExactly(delivered);
        assertThat(list(new Criteria().state(DeliveryState.DEAD))).containsExactly(dead);
        assertThat(list(new Criteria().state(DeliveryState.WAITING))).containsExactly(waiting, delivered);
        assertThat(list(new Criteria().state(DeliveryState.WAITING).destination("splunk")))
                .containsExactly(waiting);
        assertThat(list(new Criteria().destination("archive"))).containsExactly(delivered);
        assertThat(list(new Criteria().state(DeliveryState.DISCARDED))).isEmpty();
        assertThat(list(new Criteria().source("snyk"))).containsExactly(dead);
        assertThat(list(new Criteria().source("nobody"))).isEmpty();
        assertThat(list(new Criteria().deliveryId("id-7"))).containsExactly(dead);
        assertThat(list(new Criteria().deliveryId("id-8"))).isEmpty();
        assertThat(list(new Criteria().since(later))).containsExactly(waiting, dead);
        assertThat(list(new Criteria().until(later))).containsExactly(delivered);
    }

    private List<String> list(Criteria criteria) {
        return spool.webhooks(criteria.filter, Optional.empty(), 10).items().stream()
                .map(WebhookSummary::webhook)
                .toList();
    }

    /** A filter, part by part. */
    private static final class Criteria {
        private WebhookFilter filter = WebhookFilter.all();

        Criteria source(String source) {
            return with(new WebhookFilter(
                    Optional.of(source),
                    filter.state(),
                    filter.destination(),
                    filter.deliveryId(),
                    filter.since(),
                    filter.until()));
        }

        Criteria state(DeliveryState state) {
            return with(new WebhookFilter(
                    filter.source(),
                    Optional.of(state),
                    filter.destination(),
                    filter.deliveryId(),
                    filter.since(),
                    filter.until()));
        }

        Criteria destination(String destination) {
            return with(new WebhookFilter(
                    filter.source(),
                    filter.state(),
                    Optional.of(destination),
                    filter.deliveryId(),
                    filter.since(),
                    filter.until()));
        }

        Criteria deliveryId(String id) {
            return with(new WebhookFilter(
                    filter.source(),
                    filter.state(),
                    filter.destination(),
                    Optional.of(id),
                    filter.since(),
                    filter.until()));
        }

        Criteria since(Instant since) {
            return with(new WebhookFilter(
                    filter.source(),
                    filter.state(),
                    filter.destination(),
                    filter.deliveryId(),
                    Optional.of(since),
                    filter.until()));
        }

        Criteria until(Instant until) {
            return with(new WebhookFilter(
                    filter.source(),
                    filter.state(),
                    filter.destination(),
                    filter.deliveryId(),
                    filter.since(),
                    Optional.of(until)));
        }

        private Criteria with(WebhookFilter changed) {
            filter = changed;
            return this;
        }
    }

    @Test
    void summarisesAWebhook() {
        String receipt = accept(webhook("id-7", "12345"), "splunk", "archive").webhook();
        deliver("archive");

        assertThat(spool.webhooks(WebhookFilter.all(), Optional.empty(), 1).items())
                .containsExactly(new WebhookSummary(
                        receipt,
                        "snyk",
                        "snyk",
                        TestTime.START,
                        5,
                        "verified:hmac-sha256",
                        Optional.of("id-7"),
                        Map.of("splunk", DeliveryState.WAITING, "archive", DeliveryState.DELIVERED)));
        assertThat(spool.webhook(NOWHERE)).isEmpty();
    }

    @Test
    void handsWebhooksOutInTheOrderTheyWereAccepted() {
        List<String> receipts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            receipts.add(accepted("body " + i));
        }

        Page<StoredWebhook> first = spool.webhooksAfter(Optional.empty(), 3);
        Page<StoredWebhook> second = spool.webhooksAfter(first.next(), 3);
        Page<StoredWebhook> third = spool.webhooksAfter(second.next(), 3);
        receipts.add(accepted("late"));
        Page<StoredWebhook> fourth = spool.webhooksAfter(second.next(), 3);

        assertThat(receipts(first, second, fourth)).isEqualTo(receipts);
        assertThat(third.items()).isEmpty();
        assertThat(first.items().get(0).body()).isEqualTo(bytes("body 0"));
    }

    @Test
    void knowsWhereAConsumerBeginsThatWantsOnlyWhatIsNew() {
        assertThat(spool.latest()).isEmpty();
        accepted("old");
        Optional<String> latest = spool.latest();
        assertThat(spool.webhooksAfter(latest, 3).items()).isEmpty();
        String fresh = accepted("new");
        assertThat(receipts(spool.webhooksAfter(latest, 3))).containsExactly(fresh);
    }

    @SafeVarargs
    private static List<String> receipts(Page<StoredWebhook>... pages) {
        List<String> receipts = new ArrayList<>();
        for (Page<StoredWebhook> page : pages) {
            page.items().forEach(webhook -> receipts.add(webhook.webhook()));
        }
        return receipts;
    }

    @Test
    void keepsALedgerByTheHour() {
        accepted("a", "splunk");
        accept(webhook("a"), "splunk");
        spool.countRejected("soda", 2);
        time.pass(Duration.ofHours(1));
        accepted("b", "splunk");
        deliver("splunk");

        Instant hour = TestTime.START.truncatedTo(ChronoUnit.HOURS);
        assertThat(spool.ledger(hour, hour.plus(Duration.ofHours(1))))
                .contains(
                        new LedgerEntry(hour, "soda", Optional.empty(), "accepted", 1),
                        new LedgerEntry(hour, "soda", Optional.empty(), "duplicate", 1));
        assertThat(spool.ledger(hour, hour.plus(Duration.ofHours(2))))
                .contains(
                        new LedgerEntry(hour.plus(Duration.ofHours(1)), "soda", Optional.of("splunk"), "delivered", 2))
                .filteredOn(entry -> entry.measure().equals("rejected"))
                .extracting(LedgerEntry::count)
                .containsExactly(2L);
        assertThat(spool.ledger(hour.minusSeconds(3600), hour)).isEmpty();
    }

    @Test
    void keepsAnAuditTrail() {
        for (int i = 0; i < 3; i++) {
            spool.audit(new AuditEntry(time.instant(), "token from 127.0.0.1", "replay", "entry " + i));
        }
        accepted("a");

        Page<AuditEntry> first = spool.auditTrail(Optional.empty(), 2);
        Page<AuditEntry> second = spool.auditTrail(first.next(), 2);

        assertThat(first.items()).extracting(AuditEntry::detail).containsExactly("entry 2", "entry 1");
        assertThat(second.items())
                .containsExactly(new AuditEntry(time.instant(), "token from 127.0.0.1", "replay", "entry 0"));
        assertThat(second.next()).isEmpty();
    }

    // Retention

    @Test
    void removesWhatWasDeliveredLongEnoughAgoAndNothingElse() {
        String delivered = accept(webhook("id-1", "delivered"), "splunk").webhook();
        deliver("splunk");
        String dead = accepted("dead", "splunk");
        bury("splunk", "e1");
        String waiting = accepted("waiting", "splunk");
        String nowhere = accepted("nowhere");
        time.pass(Duration.ofDays(3));
        String younger = accepted("younger", "archive");
        deliver("archive");
        String newest = accepted("newest");
        DestinationTally before = tally("splunk");

        spool.tidy();
        assertThat(spool.webhook(delivered)).isPresent();
        time.pass(Duration.ofDays(4).plusMillis(1));
        spool.tidy();

        assertThat(spool.webhook(delivered)).isEmpty();
        assertThat(spool.webhook(nowhere)).isEmpty();
        assertThat(List.of(dead, waiting, younger, newest))
                .allSatisfy(receipt -> assertThat(spool.webhook(receipt)).isPresent());
        assertThat(tally("splunk")).isEqualTo(before);
        assertThat(accept(webhook("id-1", "delivered"), "splunk"))
                .satisfies(again -> assertThat(again.kind()).isEqualTo(Kind.ACCEPTED))
                .satisfies(again -> assertThat(again.signs()).isEmpty());
    }

    @Test
    void keepsAWebhookUntilItsLastDeliveryIsOldEnough() {
        String receipt = accepted("a", "splunk", "archive");
        deliver("splunk");
        accepted("newest");
        time.pass(Duration.ofDays(8));
        spool.tidy();
        assertThat(spool.webhook(receipt)).isPresent();
        deliver("archive");
        spool.tidy();
        assertThat(spool.webhook(receipt)).isPresent();
        time.pass(Duration.ofDays(7).plusMillis(1));
        spool.tidy();

        assertThat(spool.webhook(receipt)).isEmpty();
        assertThat(tally("splunk").delivered()).isEqualTo(1);
    }

    // Closing

    @Test
    void refusesWhenClosed() {
        spool.close();

        Acceptance acceptance = accept(webhook("a"), "splunk");

        assertThat(acceptance.kind()).isEqualTo(Kind.REFUSED);
        assertThat(acceptance.refusal().orElseThrow().reason()).isEqualTo(Acceptance.Reason.CLOSING);
        assertThat(spool.health().accepts()).isFalse();
        reopen();
    }

    /** Opens what was closed, where that is possible. */
    void reopen() {}

    @Test
    void remembersWithAReportHowFarReportsGo() {
        assertThat(spool.reportedUntil()).isEmpty();
        VerifiedWebhook report = TestWebhooks.verified(
                "siem-bridge", "siem-bridge", "[]".getBytes(StandardCharsets.UTF_8), Optional.empty(), time.instant());
        Acceptance acceptance =
                spool.acceptReport(report, List.of("splunk"), time.instant()).join();
        assertThat(acceptance.kind()).isEqualTo(Kind.ACCEPTED);
        assertThat(spool.reportedUntil()).contains(time.instant());
        assertThat(spool.webhook(acceptance.webhook()).orElseThrow().deliveries())
                .hasSize(1);
    }
}
