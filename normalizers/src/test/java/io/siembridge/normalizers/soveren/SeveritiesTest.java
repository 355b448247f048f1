package io.siembridge.normalizers.soveren;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.SeverityTable;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeveritiesTest {
    @Test
    void overridesAWordForViolationsOnly() {
        assertThat(severity("policy_violation", "High", Map.of("violation_high", Severity.CRITICAL)))
                .isEqualTo(Severity.CRITICAL);
        assertThat(severity("new_data_type", "High", Map.of("violation_high", Severity.CRITICAL)))
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void overridesAWordForNewsOnly() {
        assertThat(severity("new_data_type", "low", Map.of("NEWS_LOW", Severity.HIGH)))
                .isEqualTo(Severity.HIGH);
        assertThat(severity("policy_violation", "low", Map.of("NEWS_LOW", Severity.HIGH)))
                .isEqualTo(Severity.LOW);
    }

    @Test
    void overridesWhatAnUnratedEventAndANoticeWeigh() {
        assertThat(severity("policy_violation", "", Map.of("violation_unrated", Severity.MEDIUM)))
                .isEqualTo(Severity.MEDIUM);
        assertThat(severity("dar_release_update", "", Map.of("dar_release_update", Severity.HIGH)))
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void overridesALevelTheVendorAddsLater() {
        assertThat(severity("policy_violation", "Critical", Map.of("violation_critical", Severity.CRITICAL)))
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void offersEveryWordThatDecides() {
        assertThat(new SoverenVendor().severities().words())
                .containsExactlyInAnyOrder(
                        "violation_high",
                        "violation_medium",
                        "violation_low",
                        "violation_unrated",
                        "news_high",
                        "news_medium",
                        "news_low",
                        "news_unrated",
                        "discovery_complete",
                        "custom_asset_rule_conflict",
                        "dar_release_update",
                        "dar_release_update_critical",
                        "dim_release_update",
                        "dim_release_update_critical");
    }

    @Test
    void keepsAWordNobodyKnowsAsItIs() {
        OcsfEvent event = Payloads.eventOf(Webhooks.object("{'event_type':'policy_violation','sensitivity':'Severe'}"));

        assertThat(event.severity()).isEqualTo(Severity.OTHER);
        assertThat(event.text("severity")).contains("Severe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "'  '", "'N/A'", "'n/a'", "{}", "[]"})
    void takesEveryWayOfSayingNothingForUnrated(String nothing) {
        String sensitivity = ",'sensitivity':" + nothing + "}";

        assertThat(Payloads.eventOf(Webhooks.object("{'event_type':'policy_violation'" + sensitivity))
                        .severity())
                .isEqualTo(Severity.UNKNOWN);
        assertThat(Payloads.eventOf(Webhooks.object("{'event_type':'new_data_type'" + sensitivity))
                        .severity())
                .isEqualTo(Severity.INFORMATIONAL);
    }

    @Test
    void ratesAnUnknownTypeLikeAViolation() {
        assertThat(severity("model_leak_detected", "High", Map.of())).isEqualTo(Severity.HIGH);
        assertThat(severity("model_leak_detected", "", Map.of())).isEqualTo(Severity.UNKNOWN);
    }

    @Test
    void survivesATableThatLacksItsWords() {
        NormalizerSettings bare = new NormalizerSettings(false, SeverityTable.of(Map.of()), Optional.empty());

        for (EventType type : EventType.values()) {
            OcsfEvent event = Payloads.eventOf(Webhooks.object("{}").put("event_type", type.word()), bare);
            assertThat(event.severity()).isEqualTo(Severity.UNKNOWN);
        }
    }

    private static Severity severity(String type, String sensitivity, Map<String, Severity> overrides) {
        SeverityTable table = new SoverenVendor().severities().with(overrides);
        return Payloads.eventOf(
                        Webhooks.object("{}").put("event_type", type).put("sensitivity", sensitivity),
                        new NormalizerSettings(false, table, Optional.empty()))
                .severity();
    }
}
