package io.siembridge.normalizers.wallarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SeveritiesTest {
    private static final String BLOCKED_SQLI = Payloads.hit("'block_status':'blocked'");

    @TestFactory
    Stream<DynamicTest> aNotificationHasTheSeverityOfItsType() {
        Map<String, Integer> expected = Map.ofEntries(
                Map.entry("ip_blocked", 3),
                Map.entry("attacks_exceeded", 3),
                Map.entry("hits_exceeded", 3),
                Map.entry("vector_attack", 3),
                Map.entry("bruteforce_started", 3),
                Map.entry("bola_search_started", 3),
                Map.entry("api_comparison_result", 3),
                Map.entry("rogue_api_detected", 3),
                Map.entry("incidents_exceeded", 4),
                Map.entry("compromised_logins", 4),
                Map.entry("create_application", 1),
                Map.entry("update_application", 1),
                Map.entry("delete_application", 1),
                Map.entry("api_structure_changed", 1),
                Map.entry("rule_create", 2),
                Map.entry("rule_update", 2),
                Map.entry("rule_delete", 2),
                Map.entry("trigger_create", 2),
                Map.entry("trigger_update", 2),
                Map.entry("trigger_delete", 2),
                Map.entry("new_scope_object_ips", 2),
                Map.entry("scope_object", 2),
                Map.entry("delete_integration", 3),
                Map.entry("disable_integration", 3),
                Map.entry("integration_broken", 3),
                Map.entry("requests_per_hour", 1));
        return expected.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> assertThat(Payloads.event(Payloads.notification(each.getKey(), ""))
                                        .severity()
                                        .id())
                                .isEqualTo(each.getValue())));
    }

    @Test
    void anOverriddenAttackTypeCountsOneLowerWhenBlocked() {
        NormalizerSettings settings = overriding("sqli", Severity.CRITICAL);

        assertThat(Payloads.event(Payloads.hit(""), settings).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(Payloads.event(BLOCKED_SQLI, settings).severity()).isEqualTo(Severity.HIGH);
        assertThat(Payloads.event(BLOCKED_SQLI, overriding("sqli", Severity.INFORMATIONAL))
                        .severity())
                .isEqualTo(Severity.INFORMATIONAL);
    }

    @Test
    void aRiskAndANotificationTypeCanBeOverridden() {
        String issue = Payloads.notification("security_issue", "'security_issue':{'title':'t','risk':'LOW'}");
        String role = Payloads.notification("update_user", "'email':'a@b.example','role':'Administrator'");

        assertThat(Payloads.event(issue, overriding("low", Severity.HIGH)).severity())
                .isEqualTo(Severity.HIGH);
        assertThat(Payloads.event(Payloads.notification("ip_blocked", ""), overriding("ip_blocked", Severity.LOW))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(Payloads.event(role, overriding(Severities.TO_ADMINISTRATOR, Severity.CRITICAL))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void anotherWordOfTheTableIsNoRisk() {
        OcsfEvent event =
                Payloads.event(Payloads.notification("security_issue", "'security_issue':{'title':'t','risk':'sqli'}"));

        assertThat(event.severity()).isEqualTo(Severity.OTHER);
        assertThat(event.text("severity")).contains("sqli");
    }

    @Test
    void anIssueWithoutAnyRiskIsUnknown() {
        assertThat(Payloads.event(Payloads.notification("vuln", "'vuln':{'title':'t'}"))
                        .severity())
                .isEqualTo(Severity.UNKNOWN);
    }

    @Test
    void theConfiguredTenantStandsInForABlankOne() {
        NormalizerSettings settings =
                new NormalizerSettings(false, Payloads.VENDOR.severities(), Optional.of("configured"));
        String blank = Payloads.notification("ip_blocked", "'ip':'192.0.2.1'").replace("Acme", " ");

        assertThat(Payloads.event(blank, settings).text("metadata", "tenant_uid"))
                .contains("configured");
        assertThat(Payloads.event(blank, settings).text("finding_info", "uid"))
                .contains("wallarm:configured:ip_blocked:192.0.2.1");
        assertThat(Payloads.event(Payloads.hit(""), settings).text("metadata", "tenant_uid"))
                .contains("Acme");
    }

    @Test
    void rawDataIsTheTextOfTheItemAsItWasSent() {
        NormalizerSettings settings = new NormalizerSettings(true, Payloads.VENDOR.severities(), Optional.empty());
        String item = "{ \"summary\" : \"x\",\"details\":{\"notification_type\":\"rule_create\",\"n\":1.50}}";

        assertThat(Payloads.event("[ " + item + " ]", settings).text("raw_data"))
                .contains(item);
        assertThat(Payloads.event("[ " + item + " ]").text("raw_data")).isEmpty();
    }

    private static NormalizerSettings overriding(String word, Severity severity) {
        return new NormalizerSettings(
                false, Payloads.VENDOR.severities().with(Map.of(word, severity)), Optional.empty());
    }
}
