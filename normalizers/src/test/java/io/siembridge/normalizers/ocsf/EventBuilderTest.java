package io.siembridge.normalizers.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventBuilderTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void classificationIsDerived() {
        OcsfEvent event = new EventBuilder(EventClass.INCIDENT_FINDING, EventClass.INCIDENT_FINDING.activity(3))
                .severity(Severity.HIGH)
                .time(1768474800000L)
                .build("v", "incident", Forwarding.ALWAYS);
        assertThat(event.json())
                .hasToString("{\"class_uid\":2005,\"class_name\":\"Incident Finding\",\"category_uid\":2,"
                        + "\"category_name\":\"Findings\",\"activity_id\":3,\"activity_name\":\"Close\","
                        + "\"type_uid\":200503,\"type_name\":\"Incident Finding: Close\",\"severity_id\":4,"
                        + "\"severity\":\"High\",\"time\":1768474800000,\"metadata\":{}}");
        assertThat(event.eventClass()).isEqualTo(EventClass.INCIDENT_FINDING);
        assertThat(event.severity()).isEqualTo(Severity.HIGH);
        assertThat(event.vendor()).isEqualTo("v");
        assertThat(event.kind()).isEqualTo("incident");
        assertThat(event.timeMillis()).isEqualTo(1768474800000L);
    }

    @Test
    void vendorsWordNamesOtherActivitiesAndSeverities() {
        JsonNode event = builder()
                .otherSeverity("sev0")
                .build("v", "event", Forwarding.ALWAYS)
                .json();
        assertThat(event.path("activity_name").textValue()).isEqualTo("word");
        assertThat(event.path("type_name").textValue()).isEqualTo("Base Event: Other");
        assertThat(event.path("type_uid").intValue()).isEqualTo(99);
        assertThat(event.path("severity_id").intValue()).isEqualTo(99);
        assertThat(event.path("severity").textValue()).isEqualTo("sev0");
    }

    @Test
    void captionOf99IsNeverThatOfTheSchemaNorEmpty() {
        for (String word : new String[] {"Other", "", " \u0000"}) {
            EventBuilder builder = new EventBuilder(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity(word));
            builder.otherSeverity(word).status(99, word);
            JsonNode event = builder.build("v", "event", Forwarding.ALWAYS).json();
            for (String caption : new String[] {"activity_name", "severity", "status"}) {
                assertThat(event.path(caption).textValue())
                        .as(caption)
                        .isNotBlank()
                        .isNotEqualTo("Other");
            }
        }
    }

    @Test
    void hostOfAUrlMayBeAnAddressAndIsNoHostnameThen() {
        EventBuilder builder = builder();
        builder.attributes()
                .object("url", url -> url.text("hostname", "192.0.2.7"))
                .object("http_request", request -> request.addText("x_forwarded_for", "192.0.2.8"));
        assertThat(builder.build("v", "event", Forwarding.ALWAYS).json().path("observables"))
                .hasToString("[{\"name\":\"http_request.x_forwarded_for[0]\",\"type_id\":2,"
                        + "\"type\":\"IP Address\",\"value\":\"192.0.2.8\"}]");
    }

    @Test
    void severityIsUnknownUntilSomebodySaysIt() {
        JsonNode event = builder().build("v", "event", Forwarding.ALWAYS).json();
        assertThat(event.path("severity_id").intValue()).isZero();
        assertThat(event.path("severity").textValue()).isEqualTo("Unknown");
    }

    @Test
    void messageIsOneLine() {
        String message = builder()
                .message("\n a\r\nb\tc\u0085d\u2028e\u2029f\u0000g\u009bh\u007fi ä ")
                .build("v", "event", Forwarding.ALWAYS)
                .text("message")
                .orElseThrow();
        assertThat(message).isEqualTo("a b c d e f g h i ä");
        assertThat(builder()
                        .message("\n")
                        .build("v", "event", Forwarding.ALWAYS)
                        .text("message"))
                .isEmpty();
    }

    @Test
    void vendorsFieldsAndOriginalStandLast() {
        EventBuilder builder = builder();
        builder.rawData("{}", 2, "ab").unmapped(json("{\"x\":1}"));
        builder.attributes().object("src_endpoint", endpoint -> endpoint.text("hostname", "a.example"));
        JsonNode event = builder.build("v", "event", Forwarding.ALWAYS).json();
        assertThat(event.fieldNames())
                .toIterable()
                .endsWith(
                        "metadata",
                        "src_endpoint",
                        "observables",
                        "unmapped",
                        "raw_data",
                        "raw_data_hash",
                        "raw_data_size");
        assertThat(event.path("raw_data_hash"))
                .hasToString("{\"algorithm_id\":3,\"algorithm\":\"SHA-256\",\"value\":\"ab\"}");
    }

    @Test
    void unmappedFieldsOfSeveralPlacesComeTogether() {
        EventBuilder builder = builder();
        builder.unmapped(json("{\"a\":1,\"b\":{\"c\":null}}"))
                .unmapped(json("{}"))
                .unmapped(json("{\"d\":[2]}"))
                .unmapped(JSON.missingNode());
        assertThat(builder.build("v", "event", Forwarding.ALWAYS).json().path("unmapped"))
                .hasToString("{\"v\":{\"a\":1,\"d\":[2]}}");
    }

    @Test
    void nothingUnmappedIsLeftOut() {
        EventBuilder builder = builder().unmapped(json("{\"a\":[null,\"\"]}"));
        assertThat(builder.build("v", "event", Forwarding.ALWAYS).json().has("unmapped"))
                .isFalse();
    }

    @Test
    void whatIsAddedToUnmappedIsNotChanged() {
        JsonNode fields = json("{\"a\":1}");
        EventBuilder builder = builder().unmapped(fields).unmapped(json("{\"b\":2}"));
        assertThat(builder.build("v", "event", Forwarding.ALWAYS).json().at("/unmapped/v"))
                .isEqualTo(json("{\"a\":1,\"b\":2}"));
        assertThat(fields).isEqualTo(json("{\"a\":1}"));
    }

    @Test
    void memberThatIsMissingIsNotUnmapped() {
        JsonNode remainderOfNothing = JSON.createObjectNode().set("delivery", JSON.missingNode());
        EventBuilder builder = builder().unmapped(remainderOfNothing);
        assertThat(builder.build("v", "event", Forwarding.ALWAYS).json().has("unmapped"))
                .isFalse();
    }

    @Test
    void unmappedMayBeAnything() {
        EventBuilder builder = builder().unmapped(json("\"text\""));
        assertThat(builder.build("v", "event", Forwarding.ALWAYS).json().path("unmapped"))
                .hasToString("{\"v\":\"text\"}");
    }

    @Test
    void profilesAndLabelsCollect() {
        EventBuilder builder =
                builder().profile("incident").label("a").profile("host").label("b");
        assertThat(builder.build("v", "event", Forwarding.ALWAYS).json().path("metadata"))
                .hasToString("{\"profiles\":[\"incident\",\"host\"],\"labels\":[\"a\",\"b\"]}");
    }

    @Test
    void observablesAreTheFirstPlaceOfEachValue() {
        EventBuilder builder = builder();
        builder.attributes()
                .object(
                        "src_endpoint",
                        endpoint -> endpoint.text("ip", "192.0.2.1").text("hostname", "a.example"))
                .add(
                        "resources",
                        resource -> resource.text("uid", "r1")
                                .text("name", "n")
                                .object(
                                        "owner",
                                        owner -> owner.text("name", "Ola").text("email_addr", "o@a.example"))
                                .object("data", data -> data.text("hostname", "hidden.example")))
                .add("resources", resource -> resource.text("uid", "r1").text("hostname", "a.example"))
                .add(
                        "vulnerabilities",
                        vulnerability -> vulnerability.object(
                                "cve",
                                cve -> cve.text("uid", "CVE-2021-1")
                                        .add("related_cwes", cwe -> cwe.text("uid", "CWE-78"))))
                .add("enrichments", enrichment -> enrichment.text("hostname", "hidden.example"))
                .object(
                        "http_request",
                        request -> request.text("user_agent", "curl")
                                .object("url", url -> url.text("hostname", "b.example")));
        assertThat(builder.build("v", "event", Forwarding.ALWAYS)
                        .json()
                        .path("observables")
                        .valueStream()
                        .map(each -> each.path("name").asText() + " " + each.path("type_id") + " "
                                + each.path("value").asText()))
                .containsExactly(
                        "src_endpoint.ip 2 192.0.2.1",
                        "src_endpoint.hostname 1 a.example",
                        "resources[0].uid 10 r1",
                        "resources[0].owner.name 4 Ola",
                        "resources[0].owner.email_addr 5 o@a.example",
                        "vulnerabilities[0].cve.uid 18 CVE-2021-1",
                        "vulnerabilities[0].cve.related_cwes[0].uid 17 CWE-78",
                        "http_request.user_agent 16 curl",
                        "http_request.url.hostname 1 b.example");
    }

    @Test
    void eventWithoutObservablesHasNone() {
        EventBuilder builder = builder();
        builder.attributes().text("message_id", "x");
        assertThat(builder.build("v", "event", Forwarding.ALWAYS).json().has("observables"))
                .isFalse();
    }

    @Test
    void transmissionIsStampedOnACopy() {
        EventBuilder builder = builder();
        builder.inMetadata(metadata -> metadata.text("uid", "u")
                .text("log_name", "s")
                .add("loggers", logger -> logger.text("name", "siem-bridge").text("event_uid", "receipt")));
        OcsfEvent event = builder.build("v", "event", Forwarding.TEST);
        String before = event.toString();
        OcsfEvent stamped = event.transmittedAt(Instant.ofEpochMilli(1768474801000L));
        assertThat(event).hasToString(before);
        assertThat(stamped.json().at("/metadata/processed_time").longValue()).isEqualTo(1768474801000L);
        assertThat(stamped.json().at("/metadata/loggers"))
                .hasToString("[{\"name\":\"siem-bridge\",\"event_uid\":\"receipt\",\"transmit_time\":1768474801000}]");
        assertThat(stamped.uid()).isEqualTo(event.uid()).isEqualTo("u");
        assertThat(stamped.receipt()).isEqualTo("receipt");
        assertThat(stamped.source()).isEqualTo("s");
        assertThat(stamped.forwarding()).isEqualTo(Forwarding.TEST);
    }

    @Test
    void bytesAreJsonOnOneLineWhateverTheText() throws IOException {
        EventBuilder builder = builder();
        String text = "a\n\u2028\"\\\u0000 \ud83d\ude00 ä";
        builder.attributes().text("raw", text).text("lone", "x\ud800");
        byte[] bytes = builder.build("v", "event", Forwarding.ALWAYS).toBytes();
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)).doesNotContain("\n");
        JsonNode read = JSON.readTree(bytes);
        assertThat(read.path("raw").textValue()).isEqualTo(text);
        assertThat(read.path("lone").textValue()).isEqualTo("x\ufffd");
    }

    private static EventBuilder builder() {
        return new EventBuilder(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity("word"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
