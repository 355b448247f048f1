package io.siembridge.normalizers.soda;

import static io.siembridge.normalizers.Webhooks.RECEIVED;
import static io.siembridge.normalizers.soda.Payloads.VENDOR;
import static io.siembridge.normalizers.soda.Payloads.check;
import static io.siembridge.normalizers.soda.Payloads.incident;
import static io.siembridge.normalizers.soda.Payloads.normalize;
import static io.siembridge.normalizers.soda.Payloads.only;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Soda's words for outcomes, severities and statuses mean, in every spelling. */
class SodaWordsTest {
    @ParameterizedTest
    @CsvSource({
        "pass, 3, 4, 1, 1",
        "warn, 1, 1, 2, 2",
        "warning, 1, 1, 2, 2",
        "fail, 1, 1, 3, 3",
        "FAIL, 1, 1, 3, 3",
        "error, 1, 1, 2, 99",
        "notEvaluated, 1, 1, 2, 99",
        "not_evaluated, 1, 1, 2, 99",
        "excluded, 2, 3, 1, 99",
        "skipped, 1, 1, 99, 99",
    })
    void outcomeDecidesActivityStatusSeverityAndCompliance(
            String outcome, int activity, int status, int severity, int compliance) {
        OcsfEvent event = only(check("{'id':'c1','outcome':'" + outcome + "'}"));
        assertThat(event.json().path("activity_id").intValue()).isEqualTo(activity);
        assertThat(event.json().path("status_id").intValue()).isEqualTo(status);
        assertThat(event.json().path("severity_id").intValue()).isEqualTo(severity);
        assertThat(event.json().at("/compliance/status_id").intValue()).isEqualTo(compliance);
        assertThat(event.json().at("/compliance/status_code").textValue()).isEqualTo(outcome);
        assertThat(event.kind()).isEqualTo("check");
    }

    @ParameterizedTest
    @CsvSource({
        "low, 2",
        "minor, 2",
        "medium, 3",
        "high, 4",
        "major, 4",
        "critical, 5",
        "CRITICAL, 5",
        "Minor, 2",
        "sev0, 99",
    })
    void bothFamiliesOfIncidentSeveritiesAreKnown(String word, int severity) {
        OcsfEvent event = only(incident("incidentCreated", "{'id':'i1','severity':'" + word + "'}"));
        assertThat(event.json().path("severity_id").intValue()).isEqualTo(severity);
        assertThat(event.json().at("/unmapped/soda/vendor_severity").textValue())
                .isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({
        "reported, 1, 2",
        "opened, 1, 2",
        "triage, 2, 2",
        "investigating, 2, 2",
        "fixing, 2, 2",
        "in_progress, 2, 2",
        "In Progress, 2, 2",
        "on_hold, 3, 2",
        "resolved, 4, 3",
        "RESOLVED, 4, 3",
        "closed, 5, 3",
        "parked, 99, 2",
    })
    void bothFamiliesOfIncidentStatusesAreKnown(String word, int status, int activity) {
        OcsfEvent event = only(incident("incidentUpdated", "{'id':'i1','status':'" + word + "'}"));
        assertThat(event.json().path("status_id").intValue()).isEqualTo(status);
        assertThat(event.json().path("activity_id").intValue()).isEqualTo(activity);
        assertThat(event.kind()).isEqualTo("incident");
    }

    @Test
    void severitiesOfTheConfigurationReplaceTheDefaults() {
        NormalizerSettings settings = new NormalizerSettings(
                false,
                VENDOR.severities().with(Map.of("notEvaluated", Severity.HIGH, "minor", Severity.OTHER)),
                Optional.empty());
        OcsfEvent check = Webhooks.only(normalize(check("{'id':'c1','outcome':'notEvaluated'}"), settings));
        assertThat(check.severity()).isEqualTo(Severity.HIGH);
        OcsfEvent incident = Webhooks.only(normalize(incident("incidentCreated", "{'severity':'minor'}"), settings));
        assertThat(incident.json().path("severity_id").intValue()).isEqualTo(99);
        assertThat(incident.json().path("severity").textValue()).isEqualTo("minor");
    }

    @Test
    void newerSpellingOfTheOutcomeWins() {
        OcsfEvent event = only(check("{'id':'c1','outcome':'pass','evaluationStatus':'fail'}"));
        assertThat(event.json().at("/compliance/status_code").textValue()).isEqualTo("fail");
        assertThat(event.json().at("/unmapped/soda/outcome").textValue()).isEqualTo("pass");
    }

    @Test
    void theSameCheckHasTheSameFindingInEveryRunAndInIncidents() {
        String first = "{'name':'n','column':'a','datasets':[{'id':'d'}],'outcome':'fail','value':1}";
        String second = "{'name':'n','column':'a','datasets':[{'id':'d'}],'outcome':'pass','value':2}";
        String other = "{'name':'n','column':'b','datasets':[{'id':'d'}],'outcome':'pass','value':2}";
        assertThat(findingOf(second)).isEqualTo(findingOf(first)).isNotEqualTo(findingOf(other));
        OcsfEvent incident = only(incident("incidentCreated", "{'id':'i','checkResults':[" + first + "]}"));
        assertThat(incident.json().at("/finding_info_list/0/uid").textValue()).isEqualTo(findingOf(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'dataTimestamp':'soon'}", "{'dataTimestamp':null}", "{}", "{'dataTimestamp':['x']}"})
    void timeOfReceiptStandsInForATimeThatCannotBeRead(String result) {
        assertThat(only(check(result)).timeMillis()).isEqualTo(RECEIVED.toEpochMilli());
    }

    @Test
    void somebodyIsAlwaysResponsibleForAnIncident() {
        assertThat(only(incident("incidentCreated", "{'id':'i'}"))
                        .json()
                        .at("/assignee_group/name")
                        .textValue())
                .isEqualTo("data-quality");
        JsonNode led = only(incident("incidentCreated", "{'id':'i','lead':{'email':'a@b.example'}}"))
                .json();
        assertThat(led.at("/assignee/email_addr").textValue()).isEqualTo("a@b.example");
        assertThat(led.at("/assignee/uid").textValue()).isEqualTo("a@b.example");
        assertThat(led.at("/assignee").has("name")).isFalse();
        assertThat(led.has("assignee_group")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "cloud.soda.io/incidents/1", " "})
    void whatIsNoAddressOfTheWebIsNoLink(String address) {
        String members = "'id':'i','sodaCloudUrl':'" + address + "','links':[{'name':'n','url':'" + address + "'}]";
        JsonNode event = only(incident("incidentUpdated", "{" + members + ",'checkResults':[{" + members + "}]}"))
                .json();
        assertThat(event.findValues("src_url")).isEmpty();
        assertThat(event.has("tickets")).isFalse();
    }

    @Test
    void tableHasAWordForEveryOutcomeAndSeverity() {
        assertThat(VENDOR.severities().words())
                .containsExactlyInAnyOrder(
                        "pass",
                        "excluded",
                        "warn",
                        "error",
                        "notevaluated",
                        "fail",
                        "low",
                        "minor",
                        "medium",
                        "high",
                        "major",
                        "critical");
        for (CheckOutcome outcome : CheckOutcome.values()) {
            assertThat(VENDOR.severities().words()).contains(outcome.severityWord());
        }
    }

    private static String findingOf(String result) {
        return only(check(result)).json().at("/finding_info/uid").textValue();
    }
}
