package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.spool.Acceptance.Kind;
import io.siembridge.app.spool.Acceptance.Sign;
import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is stored, and what is a repeat. */
abstract class AcceptingContract extends SpoolContract {
    AcceptingContract(Making making) {
        super(making);
    }

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
