package io.siembridge.app.destination.arcsight;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.destination.syslog.DocumentedKeys;
import io.siembridge.app.destination.syslog.JsonEvents;
import io.siembridge.app.destination.syslog.Line;
import io.siembridge.app.destination.syslog.Shedding;
import io.siembridge.app.destination.syslog.SyslogHeaders;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CefEncoderTest {
    private static final int LIMIT = 8 * 1024;

    private final CefEncoder encoder = new CefEncoder(SyslogHeaders.rfc5424("siem-bridge-1"), false, "1.2.3");
    private final CefEncoder withJson = new CefEncoder(SyslogHeaders.rfc5424("siem-bridge-1"), true, "1.2.3");

    @Test
    void writesTheLayoutOfCef() {
        String expected = "CEF:0|Snyk|Snyk Open Source|1|SNYK-JS-LODASH-567746|Prototype pollution in lodash|8|"
                + "rt=1767225600123 externalId=0f8fad5b-d9cb-469f-a165-70867728950e cat=vulnerability act=detected cnt=1 "
                + "request=https://app.example.test/org/a?p\\=1&x\\=y cs1Label=CVE cs1=CVE-2020-8203 cfp1Label=CVSS cfp1=7.4 "
                + "msg=Upgrade lodash to >\\= 4.17.20\\nSee ticket A|B";
        String head =
                "CEF:0|" + CefText.headerField("Snyk", 63) + "|" + CefText.headerField("Snyk Open Source", 63) + "|1|"
                        + CefText.headerField("SNYK-JS-LODASH-567746", 1023) + "|"
                        + CefText.headerField("Prototype pollution in lodash", 512) + "|8|";
        Line line = new Line(head, " ", CefText::escape)
                .add("rt=", "1767225600123", Shedding.NEVER)
                .add("externalId=", "0f8fad5b-d9cb-469f-a165-70867728950e", Shedding.NEVER)
                .add("cat=", "vulnerability", Shedding.NEVER)
                .add("act=", "detected", Shedding.NEVER)
                .add("cnt=", "1", Shedding.NEVER)
                .add("request=", CefText.value("https://app.example.test/org/a?p=1&x=y", 1023), Shedding.NEVER)
                .add("cs1Label=CVE cs1=", "CVE-2020-8203", Shedding.NEVER)
                .add("cfp1Label=CVSS cfp1=", "7.4", Shedding.NEVER)
                .add("msg=", CefText.value("Upgrade lodash to >= 4.17.20\nSee ticket A|B", 1023), Shedding.NEVER);
        assertThat(line.fit(339, "x=1")).contains(expected);
        assertThat(expected.getBytes(StandardCharsets.UTF_8)).hasSize(339);
    }

    @Test
    void writesAWholeEvent() {
        assertThat(encode(TestEvents.event(7), LIMIT))
                .isEqualTo(
                        "<131>1 2026-01-01T00:00:00.130Z siem-bridge-1 wallarm - - - "
                                + "CEF:0|Wallarm|Wallarm API Security|1.2.3|ip_blocked|IP address denylisted|8|rt=1767225600130 "
                                + "externalId=00000000000000000000000000000007 cat=Findings act=New "
                                + "cn1Label=OCSF Class UID cn1=2004 flexString2Label=Receipt flexString2=01KF0DYQ00TEST000000000000 "
                                + "flexString1Label=Finding UID flexString1=wallarm:acme:ip_blocked:203.0.113.7 "
                                + "cs3Label=OCSF Class cs3=Detection Finding SiemBridgeSource=wallarm msg=Something happened 7");
    }

    @Test
    void writesARequestThatWasBlocked() {
        CefLine line = CefLine.parse(encode(JsonEvents.full(EventClass.HTTP_ACTIVITY), LIMIT));
        assertThat(line.fields()).containsExactly("Acme", "Acme Scanner", "1.2.3", "sqli", "SQL injection", "8");
        assertThat(line.extension())
                .containsEntry("act", "Blocked")
                .containsEntry("outcome", "failure")
                .containsEntry("cnt", "3")
                .containsEntry("src", "203.0.113.9")
                .containsEntry("spt", "41253")
                .containsEntry("shost", "client.example.net")
                .containsEntry("dst", "198.51.100.20")
                .containsEntry("dpt", "443")
                .containsEntry("dhost", "shop.example.com")
                .containsEntry("proto", "TCP")
                .containsEntry("requestMethod", "POST")
                .containsEntry("requestClientApplication", "curl/8.5.0")
                .containsEntry("requestContext", "https://example.com/")
                .containsEntry("request", "shop.example.com/api/v1/search?q=1")
                .containsEntry("cs1Label", "Rule")
                .containsEntry("cs1", "SQL injection")
                .containsEntry("cs2Label", "Attack Type")
                .containsEntry("cs2", "sqli")
                .containsEntry("cs4", "storefront")
                .containsEntry("cn3", "403")
                .containsEntry("deviceExternalId", "tenant-1")
                .containsEntry("SiemBridgeLabels", "test");
    }

    @Test
    void writesAVulnerability() {
        assertThat(CefLine.parse(encode(JsonEvents.full(EventClass.VULNERABILITY_FINDING), LIMIT))
                        .extension())
                .containsEntry("cs1Label", "CVE")
                .containsEntry("cs1", "CVE-2021-23337,CVE-2021-0002")
                .containsEntry("cs2Label", "Package")
                .containsEntry("cs2", "lodash@4.17.15")
                .containsEntry("cs5", "Upgrade lodash")
                .containsEntry("cfp1", "7.2")
                .containsEntry("deviceCustomDate1", "1767225600000")
                .containsEntry("duser", "owner@example.com")
                .containsEntry("SiemBridgeFixedVersion", "4.17.21");
    }

    @Test
    void putsIpv6WhereCefWantsIt() {
        assertThat(CefLine.parse(encode(JsonEvents.full(EventClass.DETECTION_FINDING), LIMIT))
                        .extension())
                .doesNotContainKey("src")
                .containsEntry("c6a2", "2001:db8::66")
                .containsEntry("c6a2Label", "Source IPv6 Address")
                .containsEntry("spt", "4711");
        assertThat(CefLine.parse(encode(JsonEvents.full(EventClass.DATA_SECURITY_FINDING), LIMIT))
                        .extension())
                .doesNotContainKey("dst")
                .containsEntry("c6a3", "2001:db8::80")
                .containsEntry("c6a3Label", "Destination IPv6 Address");
    }

    @Test
    void tellsWhoDidItFromWhomItHappenedTo() {
        assertThat(CefLine.parse(encode(JsonEvents.full(EventClass.ACCOUNT_CHANGE), LIMIT))
                        .extension())
                .containsEntry("suser", "jdoe@example.com")
                .containsEntry("duser", "jsmith@example.com")
                .containsEntry("outcome", "success");
    }

    @ParameterizedTest
    @EnumSource(EventClass.class)
    void sendsOnlyKeysOfItsDictionary(EventClass eventClass) {
        Map<String, String> extension =
                CefLine.parse(encode(JsonEvents.full(eventClass), LIMIT)).extension();
        assertThat(extension).containsKeys("rt", "externalId", "act", "cn1", "cs3", "flexString2", "msg");
        assertThat(extension.keySet()).isSubsetOf(DocumentedKeys.CEF);
        assertThat(extension).doesNotContainKey("SiemBridgeTruncated");
    }

    @Test
    void addsTheWholeEventOnDemandAndOnlyIfItFits() {
        OcsfEvent event = JsonEvents.full(EventClass.VULNERABILITY_FINDING);
        assertThat(CefLine.parse(encode(event, LIMIT)).extension()).doesNotContainKey("cs6");
        String line = new String(withJson.encode(event, LIMIT).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(CefLine.parse(line).extension()).containsEntry("cs6", event.toString());
        OcsfEvent large = TestEvents.event(1, "x".repeat(5000));
        String withoutIt = new String(withJson.encode(large, LIMIT).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(CefLine.parse(withoutIt).extension()).doesNotContainKey("cs6");
    }

    @Test
    void saysUnknownWhereNothingIsLeftOfAnAction() {
        OcsfEvent event = JsonEvents.event(EventClass.COMPLIANCE_FINDING, "{\"status\": \"\\u0000\"}");
        assertThat(encode(event, LIMIT)).contains(" act=unknown ");
    }

    @Test
    void representsALongIdByItsDigest() {
        OcsfEvent first = JsonEvents.event(
                EventClass.BASE_EVENT, JsonEvents.attributes(EventClass.BASE_EVENT), "m", "x".repeat(41) + "1", "c", 1);
        OcsfEvent second = JsonEvents.event(
                EventClass.BASE_EVENT, JsonEvents.attributes(EventClass.BASE_EVENT), "m", "x".repeat(41) + "2", "c", 1);
        String id = CefLine.parse(encode(first, LIMIT)).extension().get("externalId");
        assertThat(id).matches("[0-9a-f]{40}");
        assertThat(CefLine.parse(encode(second, LIMIT)).extension().get("externalId"))
                .isNotEqualTo(id);
    }

    @Test
    void keepsSpecialCharactersOutOfTheEventClass() {
        OcsfEvent event = JsonEvents.event(
                EventClass.BASE_EVENT, JsonEvents.attributes(EventClass.BASE_EVENT), "m", "u", "a=b%c#d|e", 1);
        assertThat(CefLine.parse(encode(event, LIMIT)).fields().get(3)).isEqualTo("a_b_c_d|e");
    }

    @Test
    void shedsInOrderUntilOnlyWhatMustStayIsLeft() {
        OcsfEvent event = JsonEvents.full(EventClass.VULNERABILITY_FINDING);
        int whole = withJson.encode(event, LIMIT).orElseThrow().length;
        String previous = "";
        for (int limit = whole - 1; withJson.encode(event, limit).isPresent(); limit -= 3) {
            byte[] bytes = withJson.encode(event, limit).orElseThrow();
            previous = new String(bytes, StandardCharsets.UTF_8);
            Map<String, String> extension = CefLine.parse(previous).extension();
            assertThat(bytes.length).isLessThanOrEqualTo(limit);
            assertThat(extension)
                    .doesNotContainKey("cs6")
                    .containsEntry("SiemBridgeTruncated", "1")
                    .containsEntry("flexString2", "01KF0DYQ00TEST000000000000")
                    .containsKeys("rt", "externalId", "act", "cn1", "dst");
            if (extension.containsKey("msg")) {
                assertThat(extension).containsEntry("cs5", "Upgrade lodash");
            }
            if (extension.containsKey("SiemBridgeFixedVersion")) {
                assertThat(extension).containsEntry("request", "https://app.snyk.example/x");
            }
            if (extension.containsKey("request")) {
                assertThat(extension).containsEntry("cs1", "CVE-2021-23337,CVE-2021-0002");
            }
        }
        assertThat(CefLine.parse(previous).extension()).doesNotContainKeys("msg", "cs1", "cs1Label", "request");
    }

    /** A datagram, with nothing but words of the vendor's that every line must carry. */
    @Test
    void shortensTheWordsThatMustStayWhereNothingElseIsLeftToShed() {
        String word = "\uD83D\uDD12".repeat(1200);
        String attributes = "{\"firewall_rule\": {\"category\": \"" + word + "\", \"name\": \"" + word
                + "\"}, \"disposition\": \"" + word + "\", \"http_request\": {\"http_method\": \"" + word + "\"}}";
        String text = encode(JsonEvents.event(EventClass.HTTP_ACTIVITY, attributes), 2048);
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(2048);
        assertThat(CefLine.parse(text).fields().get(3)).matches("(\uD83D\uDD12){24,64}");
        assertThat(CefLine.parse(text).extension())
                .containsEntry("SiemBridgeTruncated", "1")
                .containsEntry("flexString2", "01KF0DYQ00TEST000000000000")
                .containsKeys("rt", "externalId", "act", "cn1", "requestMethod");
    }

    @Test
    void refusesWhatCannotBeMadeToFit() {
        assertThat(encoder.encode(TestEvents.event(1), 100)).isEmpty();
    }

    @Test
    void neverCutsAnEscape() {
        OcsfEvent event = JsonEvents.event(EventClass.BASE_EVENT, "{\"status_detail\": \"short\"}");
        OcsfEvent equalsOnly = JsonEvents.event(
                EventClass.BASE_EVENT, JsonEvents.attributes(EventClass.BASE_EVENT), "=\\=\\".repeat(200), "u", "c", 1);
        for (int limit = 500; limit < 510; limit++) {
            assertThat(CefLine.parse(encode(equalsOnly, limit)).extension().get("msg"))
                    .startsWith("=\\=");
        }
        assertThat(encode(event, LIMIT)).contains(" reason=short");
    }

    private String encode(OcsfEvent event, int limit) {
        return new String(encoder.encode(event, limit).orElseThrow(), StandardCharsets.UTF_8);
    }
}
