package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be read of the spool. */
abstract class LookingContract extends SpoolContract {
    LookingContract(Making making) {
        super(making);
    }

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
        spool.count("soda", Measure.REJECTED, 2);
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
}
