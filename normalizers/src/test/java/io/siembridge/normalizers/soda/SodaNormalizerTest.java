package io.siembridge.normalizers.soda;

import static io.siembridge.normalizers.Webhooks.quoted;
import static io.siembridge.normalizers.soda.Payloads.DEFAULTS;
import static io.siembridge.normalizers.soda.Payloads.WITH_RAW_DATA;
import static io.siembridge.normalizers.soda.Payloads.check;
import static io.siembridge.normalizers.soda.Payloads.normalize;
import static io.siembridge.normalizers.soda.Payloads.only;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Normalization.Novelty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SodaNormalizerTest {
    @Test
    void hundredsOfResultsGiveAnEventEach() {
        StringBuilder results = new StringBuilder();
        for (int i = 0; i < 700; i++) {
            results.append(i == 0 ? "" : ",").append("{'id':'c").append(i).append("','outcome':'fail'}");
        }
        List<OcsfEvent> events = normalize(check(results.toString()), DEFAULTS).events();
        assertThat(events).hasSize(700);
        assertThat(events.stream().map(OcsfEvent::uid)).doesNotHaveDuplicates();
        assertThat(events.get(699).json().at("/metadata/original_event_uid").textValue())
                .isEqualTo("c699");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'event':'checkEvaluation','checkResults':[]}", "{'checkResults':[null]}", ""})
    void nothingToReportGivesNoEvent(String body) {
        assertThat(normalize(body, DEFAULTS).events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'event':'checkEvaluation'}",
                "{'event':'checkEvaluation','checkResults':{'id':'c1'}}",
                "{'event':'checkEvaluation','checkResults':[],'scan':'s1'}",
                "{'event':'incidentCreated','incident':'i1'}",
                "{'event':'incidentUpdated'}",
                "{'event':'contractPublished','contract':{}}",
                "{'event':'contractPublished','contract':[]}",
                "{'event':'agreementDeleted','agreement':{'label':' '}}",
                "{'event':'somethingNew','a':1}",
                "{'a':1}",
                "{'event':{'name':'validate'}}",
                "{}",
                "'text'",
                "17",
            })
    void whatCannotBeReadBecomesABaseEventWithTheOriginal(String body) {
        OcsfEvent event = only(body);
        assertThat(event.json().path("class_uid").intValue()).isZero();
        assertThat(event.json().path("raw_data").textValue()).isEqualTo(quoted(body));
        assertThat(event.kind()).isEqualTo("event");
        assertThat(event.forwarding()).isEqualTo(Forwarding.ALWAYS);
        assertThat(labels(event)).contains("data-quality");
    }

    @Test
    void aResultThatIsNoneDoesNotTakeItsNeighboursWithIt() {
        List<OcsfEvent> events =
                normalize(check("{'id':'c1','outcome':'fail'},'c2'"), DEFAULTS).events();
        assertThat(events).extracting(OcsfEvent::kind).containsExactly("check", "event");
        assertThat(events.get(1).json().path("raw_data").textValue()).contains("\"c2\"");
    }

    @Test
    void shapeDecidesWhereTheNameIsMissing() {
        assertThat(codeOf("{'checkResults':[{'id':'c'}]}")).isEqualTo("checkEvaluation");
        assertThat(codeOf("{'incident':{'created':'2026-01-15T11:00:00Z'}}")).isEqualTo("incidentCreated");
        assertThat(codeOf("{'incident':{'created':'2026-01-15T11:00:00Z','lastUpdated':'2026-01-15T11:00:00Z'}}"))
                .isEqualTo("incidentCreated");
        assertThat(codeOf("{'incident':{'created':'2026-01-15T11:00:00Z','lastUpdated':'2026-01-15T11:00:01Z'}}"))
                .isEqualTo("incidentUpdated");
        assertThat(codeOf("{'contract':{'dataset':'d'}}")).isEqualTo("contractPublished");
        assertThat(codeOf("{'agreement':{'id':'a','createdBy':{}}}")).isEqualTo("agreementCreated");
        assertThat(codeOf("{'agreement':{'id':'a','updatedBy':{}}}")).isEqualTo("agreementContentsUpdated");
        assertThat(codeOf("{'agreement':{'id':'a','deletedBy':{}}}")).isEqualTo("agreementDeleted");
        assertThat(codeOf("{'event':null,'sentAt':'2026-01-15T11:00:00Z'}")).isEqualTo("validate");
    }

    @Test
    void validateIsATestDelivery() {
        OcsfEvent event = only("{'event':'validate','sentAt':'2026-01-15T11:00:00.204918377Z'}");
        assertThat(event.forwarding()).isEqualTo(Forwarding.TEST);
        assertThat(labels(event)).contains("test", "data-quality");
        assertThat(event.timeMillis())
                .isEqualTo(Instant.parse("2026-01-15T11:00:00.204Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'event':'incidentCreated','incident':{'id':'i'},'incidentLinkCallbackUrl':'https://x/KEY'}",
                "{'event':'incidentCreated','incident':{'id':'i','incidentLinkCallbackUrl':'https://x/KEY'}}",
                "{'event':'incidentCreated','incident':{'id':'i','IncidentLinkCallbackURL':'https://x/KEY'}}",
                "{'event':'checkEvaluation','checkResults':[{'id':'c'}],'incidentLinkCallbackUrl':'https://x/KEY'}",
                "{'event':'checkEvaluation','checkResults':[{'id':'c','incidentLinkCallbackUrl':'https://x/KEY'}]}",
                "{'event':'unheardOf','list':[{'incidentLinkCallbackUrl':{'url':'https://x/KEY'}}]}",
                "{'event':'incidentCreated','incidentLinkCallbackUrl':'https://x/KEY','incidentLinkCallbackUrl':''}",
                "{'event':'incidentCreated','incidentLinkCallback\\u0055rl':'KEY','incidentLinkCallbackUrl':null}",
                "[{'event':'incidentCreated','incident':{'id':'i'},'incidentLinkCallbackUrl':'https://x/KEY'}]",
            })
    void theCallbackAddressShowsNowhere(String body) {
        for (OcsfEvent event : normalize(body, WITH_RAW_DATA).events()) {
            assertThat(new String(event.toBytes(), StandardCharsets.UTF_8))
                    .contains("raw_data")
                    .doesNotContain("KEY")
                    .doesNotContainIgnoringCase("callback");
        }
    }

    @Test
    void rawDataOfAResultIsThatResultAlone() {
        List<OcsfEvent> events = normalize(check("{'id':'c1','value':9.0},{'id':'c2'}"), WITH_RAW_DATA)
                .events();
        assertThat(events)
                .extracting(event -> event.json().path("raw_data").textValue())
                .containsExactly("{\"id\":\"c1\",\"value\":9.0}", "{\"id\":\"c2\"}");
    }

    @Test
    void rawDataOfAnIncidentIsTheMessageAsReceived() {
        String body = "{'event' : 'incidentCreated',\n 'incident':{'id':'i', 'number': 5e1}}";
        OcsfEvent event = Webhooks.only(normalize(body, WITH_RAW_DATA));
        assertThat(event.json().path("raw_data").textValue()).isEqualTo(quoted(body));
    }

    @Test
    void manyResultsDoNotMultiplyALargeEnvelope() {
        String large = "x".repeat(5_000);
        String body = "{'event':'checkEvaluation','note':'" + large + "','checkResults':[{'id':'a'},{'id':'b'}]}";
        List<OcsfEvent> events = normalize(body, DEFAULTS).events();
        assertThat(events)
                .extracting(event ->
                        event.json().at("/unmapped/soda/delivery/note").asText().length())
                .containsExactly(large.length(), 0);
    }

    @Test
    void newNamesAreReportedAndNeverValues() {
        assertThat(normalize("{'event':'brandNew','secret':'value'}", DEFAULTS).novelties())
                .containsExactly(new Novelty(Novelty.Kind.EVENT_TYPE, "brandNew"));
        assertThat(normalize(check("{'id':'c','diagnostics':{'any':1},'trend':{'up':'value'}}"), DEFAULTS)
                        .novelties())
                .containsExactly(new Novelty(Novelty.Kind.FIELD, "checkResults[].trend"));
    }

    @Test
    void noveltiesOfOneWebhookAreBounded() {
        StringBuilder members = new StringBuilder("'id':'c'");
        for (int i = 0; i < 500; i++) {
            members.append(",'new").append(i).append("':1");
        }
        assertThat(normalize(check("{" + members + "}"), DEFAULTS).novelties()).hasSize(20);
    }

    @Test
    void documentedFieldsAreNoNews() {
        String body = "{'event':'incidentUpdated','incidentLinkCallbackUrl':'u','incident':{'id':'i','created':'t',"
                + "'lead':{'id':'l','email':'e'},'links':[{'integrationType':'t','name':'n','url':'u'}],"
                + "'checkResults':[{'id':'c','datasets':[{'tags':['t'],'owners':[{'type':'user'}]}]}]}}";
        assertThat(normalize(body, DEFAULTS).novelties()).isEmpty();
    }

    @Test
    void severalPayloadsInOneBodyStayApart() {
        String message = "{'event':'checkEvaluation','checkResults':[{'id':'c','outcome':'fail'}]}";
        List<OcsfEvent> lines = normalize(message + "\n" + message, DEFAULTS).events();
        List<OcsfEvent> array =
                normalize("[" + message + "," + message + "]", DEFAULTS).events();
        assertThat(lines).hasSize(2).extracting(OcsfEvent::uid).doesNotHaveDuplicates();
        assertThat(array).hasSize(2).extracting(OcsfEvent::uid).doesNotHaveDuplicates();
    }

    private static String codeOf(String body) {
        return only(body).json().at("/metadata/event_code").textValue();
    }

    private static List<String> labels(OcsfEvent event) {
        return event.json()
                .at("/metadata/labels")
                .valueStream()
                .map(JsonNode::textValue)
                .toList();
    }
}
