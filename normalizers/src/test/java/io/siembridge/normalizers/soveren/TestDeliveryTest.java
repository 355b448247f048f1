package io.siembridge.normalizers.soveren;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestDeliveryTest {
    private static final String REAL =
            "{'event_type':'policy_violation','category':'Data at risk','sensitivity':'High',"
                    + "'time':'2026-01-14T10:00:00.000Z','sending':{'name':'till'},'receiving':{'name':'ledger'}}";

    private static final String OLD = "'time':'2013-02-03T04:05:06.007Z'";
    private static final String CONTRADICTION = "'category':'New data type'";
    private static final String PLACEHOLDERS = "'sending':{'name':'service 3'},'receiving':{'name':'Sample partner'}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                OLD + "," + CONTRADICTION,
                OLD + "," + PLACEHOLDERS,
                OLD + "," + CONTRADICTION + "," + PLACEHOLDERS,
                "'event_type':'test'",
                "'event_type':'Test event'"
            })
    void isKnownByItsAgeWithAnotherSignOrByItsOwnWord(String signs) {
        OcsfEvent event = event(signs);

        assertThat(event.forwarding()).isEqualTo(Forwarding.TEST);
        assertThat(event.severity()).isEqualTo(Severity.INFORMATIONAL);
        assertThat(event.json().at("/metadata/labels")).map(JsonNode::textValue).contains("test");
        assertThat(event.json().path("is_alert").asBoolean()).isFalse();
        assertThat(Instant.ofEpochMilli(event.timeMillis()))
                .as("what is only held for a test keeps the time it states")
                .isEqualTo(event.text("metadata", "original_time").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'title':'Real'",
                OLD,
                CONTRADICTION,
                PLACEHOLDERS,
                CONTRADICTION + "," + PLACEHOLDERS,
                OLD + ",'sending':{'name':'service 3'}",
                OLD + ",'category':'Anything new'",
                "'category':'policy_violations'",
                "'time':'1970-01-01T00:00:00Z','category':'Policy event'",
                "'time':null,'category':null,'sending':null,'receiving':null"
            })
    void isNotSuspectedForItsAgeOrForItsNamesAlone(String sign) {
        OcsfEvent event = event(sign);

        assertThat(event.forwarding()).isEqualTo(Forwarding.ALWAYS);
        assertThat(event.severity()).isEqualTo(Severity.HIGH);
        assertThat(event.json().at("/metadata/labels")).map(JsonNode::textValue).doesNotContain("test");
        assertThat(event.json().path("is_alert").asBoolean()).isTrue();
    }

    @Test
    void keepsTheClassOfARealNotice() {
        ObjectNode object = Webhooks.object(
                "{'event_type':'custom_asset_rule_conflict'," + OLD + ",'category':'Misconfiguration'}");
        OcsfEvent event = Payloads.eventOf(object);

        assertThat(event.eventClass().uid()).isEqualTo(6008);
        assertThat(event.severity()).isEqualTo(Severity.INFORMATIONAL);
        assertThat(event.forwarding()).isEqualTo(Forwarding.TEST);
    }

    private static OcsfEvent event(String changes) {
        ObjectNode object = Webhooks.object(REAL);
        object.setAll(Webhooks.object("{" + changes + "}"));
        return Payloads.eventOf(object);
    }
}
