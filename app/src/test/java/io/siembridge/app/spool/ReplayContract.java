package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.spool.Settlement.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Making stored webhooks due again. */
abstract class ReplayContract extends SpoolContract {
    ReplayContract(Making making) {
        super(making);
    }

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
}
