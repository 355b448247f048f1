package io.siembridge.normalizers.wallarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siembridge.normalizers.SampleCase;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalization.Novelty;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an item is taken for, how it is marked, and what is reported beside the events. */
class WallarmNormalizerTest {
    private static final Map<EventClass, String> KINDS = Map.of(
            EventClass.HTTP_ACTIVITY, "attack",
            EventClass.VULNERABILITY_FINDING, "issue",
            EventClass.DETECTION_FINDING, "alert",
            EventClass.ACCOUNT_CHANGE, "audit",
            EventClass.ENTITY_MANAGEMENT, "audit",
            EventClass.USER_ACCESS, "audit",
            EventClass.APPLICATION_ERROR, "event",
            EventClass.BASE_EVENT, "event");

    @Test
    void theKindFollowsFromTheClass() throws Exception {
        for (SampleCase sample : SampleCase.of(Payloads.VENDOR).toList()) {
            for (OcsfEvent event : sample.normalize().events()) {
                assertThat(event.kind()).isEqualTo(KINDS.get(event.eventClass()));
                assertThat(event.vendor()).isEqualTo("wallarm");
            }
        }
    }

    @Test
    void aTestIsMarkedAndRaisesNoAlert() throws Exception {
        byte[] body = Payloads.sample("test-messages");

        assertThat(Payloads.normalize(body, Payloads.DEFAULTS).events())
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.forwarding()).isEqualTo(Forwarding.TEST);
                    assertThat(event.severity()).isEqualTo(Severity.INFORMATIONAL);
                    assertThat(event.json().path("metadata").path("labels").toString())
                            .contains("\"test\"");
                    assertThat(event.json().path("is_alert").asBoolean(false)).isFalse();
                    assertThat(event.timeMillis())
                            .as("the constants of 2020 are not its time")
                            .isEqualTo(1768478400000L);
                });
    }

    @Test
    void onlyThePrefixMakesATest() {
        OcsfEvent event = Payloads.event(Payloads.hit("'payloads':['[Test message]']"));

        assertThat(event.forwarding()).isEqualTo(Forwarding.ALWAYS);
    }

    @Test
    void theHourlyCountIsStatistics() {
        assertThat(Payloads.event(Payloads.notification("requests_per_hour", "'count':5"))
                        .forwarding())
                .isEqualTo(Forwarding.STATISTICS);
    }

    @Test
    void typesAreComparedWithoutRegardToCaseAndKeptAsSent() {
        OcsfEvent alert = Payloads.event(Payloads.notification("Incidents_Exceeded", "'trigger_name':'t'"));
        OcsfEvent count = Payloads.event(Payloads.notification("requests_per_hour_CL", "'count':5"));

        assertThat(alert.eventClass()).isEqualTo(EventClass.DETECTION_FINDING);
        assertThat(alert.severity()).isEqualTo(Severity.HIGH);
        assertThat(alert.text("metadata", "event_code")).contains("Incidents_Exceeded");
        assertThat(alert.text("finding_info", "uid"))
                .hasValueSatisfying(uid -> assertThat(uid).endsWith(":incidents_exceeded:t"));
        assertThat(count.forwarding()).isEqualTo(Forwarding.STATISTICS);
    }

    @Test
    void anApiServedAtAnAddressIsFoundByIt() {
        OcsfEvent event = Payloads.event(Payloads.notification(
                "api_comparison_result", "'api_host':'192.0.2.8:8443','endpoint_path':'/users','http_method':'GET'"));

        assertThat(event.json().at("/resources/0/ip").textValue()).isEqualTo("192.0.2.8");
        assertThat(event.json().path("observables").toString())
                .contains(
                        "{\"name\":\"resources[0].ip\",\"type_id\":2,\"type\":\"IP Address\",\"value\":\"192.0.2.8\"}");
    }

    @Test
    void aHitOfAnUnknownTypeOfNotificationIsStillAHit() {
        OcsfEvent event = Payloads.event(Payloads.hit("").replace("new_hits", "new_hits_v2"));

        assertThat(event.eventClass()).isEqualTo(EventClass.HTTP_ACTIVITY);
        assertThat(event.text("metadata", "event_code")).contains("new_hits_v2");
    }

    @Test
    void aUserIsNeverGuessed() {
        assertThat(Payloads.event(Payloads.notification("create_user", "'name':'Somebody','role':'Analyst'"))
                        .eventClass())
                .isEqualTo(EventClass.BASE_EVENT);
        assertThat(Payloads.event(Payloads.notification("create_user", "'user':{'name':'Somebody'}"))
                        .eventClass())
                .isEqualTo(EventClass.ACCOUNT_CHANGE);
    }

    @Test
    void theTimeFallsBackFromRequestToRecordToReceipt() {
        assertThat(time("'request_time':1768471207,'create_time':1768471299")).isEqualTo(1768471207000L);
        assertThat(time("'request_time':1768471207123")).isEqualTo(1768471207123L);
        assertThat(time("'request_time':0,'create_time':1768471299")).isEqualTo(1768471299000L);
        assertThat(time("'request_time':'soon'")).isEqualTo(1768478400000L);
        assertThat(time("'request_time':null")).isEqualTo(1768478400000L);
    }

    @Test
    void theTimeIsKeptAsItWasSent() {
        assertThat(Payloads.event(Payloads.hit("'request_time':'soon'")).text("metadata", "original_time"))
                .contains("soon");
        assertThat(Payloads.event(Payloads.hit("'request_time':null")).text("metadata", "original_time"))
                .isEmpty();
    }

    @Test
    void reportsNamesOfUnknownTypesAndFields() {
        Normalization result = Payloads.normalize("["
                + Webhooks.quoted("{'details':{'notification_type':'brand_new','secret_field':1}},")
                + Webhooks.quoted(
                        "{'details':{'notification_type':'new_hits','hit':{'novel':{'x':'value'},'path':'/'}},'extra':2},")
                + Webhooks.quoted("{'details':{'notification_type':'rule_paused'}},")
                + Webhooks.quoted("{'event':{'a':1}}") + "]");

        assertThat(result.novelties())
                .containsExactly(
                        new Novelty(Novelty.Kind.EVENT_TYPE, "brand_new"),
                        new Novelty(Novelty.Kind.FIELD, "details.hit.novel"),
                        new Novelty(Novelty.Kind.FIELD, "extra"),
                        new Novelty(Novelty.Kind.EVENT_TYPE, "rule_paused"),
                        new Novelty(Novelty.Kind.FIELD, "event"));
    }

    @Test
    void theDocumentedFieldsAreNoNovelty() {
        for (String sample : new String[] {
            "hit-blocked",
            "hits-with-headers",
            "hit-2020",
            "hit-2021",
            "security-issue",
            "vulnerability-2020",
            "vulnerability-2021",
            "ip-blocked",
            "thresholds",
            "api-structure-changed",
            "rogue-api",
            "compromised-logins",
            "user-created-2020"
        }) {
            String body = new String(Payloads.sample(sample), StandardCharsets.UTF_8);

            assertThat(Payloads.normalize(body).novelties()).as(sample).isEmpty();
        }
    }

    @Test
    void novelNamesAreFewAndBounded() {
        String body = IntStream.range(0, 500)
                .mapToObj(i -> "{\"details\":{\"notification_type\":\"t" + i + "x".repeat(1000) + "\"}}")
                .collect(Collectors.joining(",", "[", "]"));

        assertThat(Payloads.normalize(body).novelties())
                .hasSizeLessThanOrEqualTo(20)
                .allSatisfy(novelty -> assertThat(novelty.name()).hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void goodLinesSurviveABrokenOne() throws Exception {
        Normalization result = Payloads.normalize(Payloads.sample("ndjson-broken-line"), Payloads.DEFAULTS);

        assertThat(result.events()).hasSize(2);
        assertThat(result.unreadable()).hasSize(1);
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> Payloads.normalize("say ni".getBytes(StandardCharsets.UTF_8), Payloads.DEFAULTS))
                .isInstanceOf(MalformedPayloadException.class);
        assertThat(Payloads.normalize("").events()).isEmpty();
    }

    private static long time(String members) {
        return Payloads.event(Payloads.hit(members)).timeMillis();
    }
}
