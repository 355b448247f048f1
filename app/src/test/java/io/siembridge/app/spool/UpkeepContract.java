package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.spool.Acceptance.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is removed, and how it ends. */
abstract class UpkeepContract extends SpoolContract {
    UpkeepContract(Making making) {
        super(making);
    }

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

    @Test
    void refusesWhenClosed() throws SpoolException {
        spool.close();

        Acceptance acceptance = accept(webhook("a"), "splunk");

        assertThat(acceptance.kind()).isEqualTo(Kind.REFUSED);
        assertThat(acceptance.refusal().orElseThrow().reason()).isEqualTo(Acceptance.Reason.CLOSING);
        assertThat(spool.health().accepts()).isFalse();
        reopen();
    }
}
