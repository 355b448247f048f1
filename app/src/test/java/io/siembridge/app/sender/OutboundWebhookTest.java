package io.siembridge.app.sender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.vendor.DedupeRule;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboundWebhookTest {
    private static final UUID ID = UUID.fromString("6f1c2a34-0000-4000-8000-000000000001");
    private static final OutboundWebhook WEBHOOK = new OutboundWebhook(
            "test", Map.of("X-Acme-Delivery", "first", "X-Acme-Event", "alert"), "{}".getBytes(UTF_8));

    @Test
    void aDistinctOneHasADeliveryIdOfItsOwnWhateverTheVendorCallsIt() {
        OutboundWebhook distinct = WEBHOOK.distinct(DedupeRule.byHeader("x-acme-delivery", Duration.ofHours(2)), ID);
        assertThat(distinct.headers()).isEqualTo(Map.of("X-Acme-Delivery", ID.toString(), "X-Acme-Event", "alert"));
    }

    @Test
    void aDistinctOneOfAVendorWithoutIdsDiffersInItsBytesAlone() {
        OutboundWebhook distinct = WEBHOOK.distinct(DedupeRule.byBytes(Duration.ofHours(2)), ID);
        assertThat(distinct.headers()).isEqualTo(WEBHOOK.headers());
        assertThat(distinct.body()).isNotEqualTo(WEBHOOK.body());
        assertThat(new String(distinct.body(), UTF_8).strip()).isEqualTo("{}");
    }
}
