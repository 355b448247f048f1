package io.siembridge.app.destination.qradar;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.destination.qradar.LeefFormat.Delimiter;
import io.siembridge.app.destination.qradar.LeefFormat.EqualsInText;
import io.siembridge.app.destination.qradar.LeefFormat.Version;
import io.siembridge.app.destination.syslog.DocumentedKeys;
import io.siembridge.app.destination.syslog.JsonEvents;
import io.siembridge.app.destination.syslog.Line;
import io.siembridge.app.destination.syslog.Shedding;
import io.siembridge.app.destination.syslog.SyslogHeaders;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LeefEncoderTest {
    private static final LeefFormat CARET = new LeefFormat(Version.V2, Delimiter.CARET, EqualsInText.KEEP);
    private static final LeefFormat TAB = new LeefFormat(Version.V1, Delimiter.TAB, EqualsInText.KEEP);

    private final LeefEncoder encoder = new LeefEncoder(SyslogHeaders.rfc5424("siem-bridge-1"), CARET, "1.2.3");

    @Test
    void writesTheLayoutOfLeef1() {
        String line = "<131>1 2026-01-01T00:00:00.123Z siem-bridge-1 wallarm - - - "
                + "LEEF:1.0|Wallarm|WAF|4.10|xss|devTime=1767225600123\tcat=blocked\tsev=8\tsrc=203.0.113.9"
                + "\tdst=198.51.100.20\tdstPort=443\tproto=TCP\turl=/shop?q=<script>\tocsfClassUid=4002\tmsg=Reflected XSS in q";
        Line built = new Line(
                SyslogHeaders.rfc5424("siem-bridge-1").of(TestEvents.event(0))
                        + TAB.head("Wallarm", "WAF", "4.10", "xss", 255),
                TAB.separator(),
                UnaryOperator.identity());
        List.of(
                        "devTime=1767225600123",
                        "cat=blocked",
                        "sev=8",
                        "src=203.0.113.9",
                        "dst=198.51.100.20",
                        "dstPort=443",
                        "proto=TCP",
                        "url=/shop?q=<script>",
                        "ocsfClassUid=4002",
                        "msg=Reflected XSS in q")
                .forEach(pair -> built.add(
                        pair.substring(0, pair.indexOf('=') + 1),
                        TAB.value(pair.substring(pair.indexOf('=') + 1), 100),
                        Shedding.NEVER));
        assertThat(built.fit(247, "truncated=1")).contains(line);
        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSize(247);
    }

    @Test
    void writesAWholeEvent() {
        assertThat(encode(TestEvents.event(7), 4000))
                .isEqualTo("<131>1 2026-01-01T00:00:00.130Z siem-bridge-1 wallarm - - - "
                        + "LEEF:2.0|Wallarm|Wallarm API Security|1.2.3|ip_blocked|^|devTime=1767225600130^cat=New^sev=8"
                        + "^ocsfUid=00000000000000000000000000000007^receipt=01KF0DYQ00TEST000000000000"
                        + "^ocsfClassUid=2004^findingUid=wallarm:acme:ip_blocked:203.0.113.7^bridgeSource=wallarm"
                        + "^msg=Something happened 7");
    }

    @Test
    void writesARequestThatWasBlocked() {
        LeefLine line = LeefLine.parse(encode(JsonEvents.full(EventClass.HTTP_ACTIVITY), 4000));
        assertThat(line.fields()).containsExactly("Acme", "Acme Scanner", "1.2.3", "sqli");
        assertThat(line.attributes())
                .containsEntry("cat", "Blocked")
                .containsEntry("src", "203.0.113.9")
                .containsEntry("srcPort", "41253")
                .containsEntry("dst", "198.51.100.20")
                .containsEntry("dstPort", "443")
                .containsEntry("dstHost", "shop.example.com")
                .containsEntry("proto", "TCP")
                .containsEntry("policy", "SQL injection")
                .containsEntry("resource", "storefront")
                .containsEntry("httpMethod", "POST")
                .containsEntry("httpStatus", "403")
                .containsEntry("eventCount", "3")
                .containsEntry("labels", "test")
                .containsEntry("tenantUid", "tenant-1")
                .containsEntry("url", "shop.example.com/api/v1/search?q=1");
        assertThat(line.attributes().keySet()).last().isEqualTo("msg");
    }

    @Test
    void writesAVulnerability() {
        LeefLine line = LeefLine.parse(encode(JsonEvents.full(EventClass.VULNERABILITY_FINDING), 4000));
        assertThat(line.attributes())
                .containsEntry("cveId", "CVE-2021-23337")
                .containsEntry("cveIds", "CVE-2021-23337,CVE-2021-0002")
                .containsEntry("cvssScore", "7.2")
                .containsEntry("cweId", "CWE-78")
                .containsEntry("packageName", "lodash")
                .containsEntry("packageVersion", "4.17.15")
                .containsEntry("fixedVersion", "4.17.21")
                .containsEntry("usrName", "owner@example.com");
    }

    @ParameterizedTest
    @EnumSource(EventClass.class)
    void keepsToTheRulesForKeys(EventClass eventClass) {
        Map<String, String> attributes =
                LeefLine.parse(encode(JsonEvents.full(eventClass), 4000)).attributes();
        assertThat(attributes).containsKeys("devTime", "cat", "sev", "ocsfUid", "ocsfClassUid", "receipt", "msg");
        assertThat(attributes.keySet()).isSubsetOf(DocumentedKeys.LEEF);
        assertThat(attributes).doesNotContainKey("truncated");
    }

    @Test
    void saysUnknownWhereNothingIsLeftOfACategory() {
        OcsfEvent event = JsonEvents.event(EventClass.COMPLIANCE_FINDING, "{\"status\": \"^\\u0000^\"}");
        assertThat(encode(event, 4000)).contains("^cat=unknown^");
    }

    @Test
    void writesTimesThatQradarCannotReadAsNumbersAsText() {
        assertThat(encode(JsonEvents.at(999_999_999_999L), 4000))
                .contains("devTime=2001-09-09T01:46:39.999Z^devTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSX^");
        assertThat(encode(JsonEvents.at(10_000_000_000_000L), 4000))
                .contains("devTime=2286-11-20T17:46:40.000Z^devTimeFormat=");
        assertThat(encode(JsonEvents.at(1_000_000_000_000L), 4000)).contains("devTime=1000000000000^cat");
        assertThat(encode(JsonEvents.at(Long.MIN_VALUE), 4000)).contains("devTime=" + SyslogHeaders.NOW.toEpochMilli());
        assertThat(encode(JsonEvents.at(Long.MAX_VALUE), 4000)).contains("devTime=" + SyslogHeaders.NOW.toEpochMilli());
    }

    @Test
    void shedsInOrderUntilOnlyWhatMustStayIsLeft() {
        OcsfEvent event = JsonEvents.full(EventClass.VULNERABILITY_FINDING);
        int whole = encode(event, 4000).length();
        String previous = "";
        for (int limit = whole - 1; encoder.encode(event, limit).isPresent(); limit--) {
            String text = encode(event, limit);
            Map<String, String> attributes = LeefLine.parse(text).attributes();
            assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(limit);
            assertThat(attributes)
                    .containsEntry("truncated", "1")
                    .containsEntry("receipt", "01KF0DYQ00TEST000000000000")
                    .containsKeys("devTime", "cat", "sev", "dst", "ocsfUid");
            if (attributes.containsKey("cveId")) {
                assertThat(attributes).containsEntry("msg", "What happened to whom");
            }
            if (attributes.containsKey("msg")) {
                assertThat(attributes).containsEntry("url", "https://app.snyk.example/x");
            }
            if (attributes.containsKey("url")) {
                assertThat(attributes).containsEntry("usrName", "owner@example.com");
            }
            if (attributes.containsKey("resource")) {
                assertThat(attributes).containsEntry("usrName", "owner@example.com");
            }
            previous = text;
        }
        assertThat(LeefLine.parse(previous).attributes())
                .doesNotContainKeys("msg", "url", "ocsfClassUid", "findingUid", "resource", "policy", "usrName");
    }

    @Test
    void shortensANameThatAloneWouldNotFitIntoADatagram() {
        OcsfEvent event = JsonEvents.event(
                EventClass.VULNERABILITY_FINDING,
                "{\"resources\": [{\"name\": \"" + "漢".repeat(255) + "\"}], \"message\": \"m\"}");
        LeefLine line = LeefLine.parse(encode(event, 800));
        assertThat(line.attributes().get("resource")).matches("漢{100,254}");
        assertThat(line.attributes()).containsEntry("truncated", "1");
    }

    /** A datagram, with nothing but words of the vendor's that every line must carry. */
    @Test
    void shortensTheWordsThatMustStayWhereNothingElseIsLeftToShed() {
        String word = "\uD83D\uDD12".repeat(300);
        String attributes = "{\"firewall_rule\": {\"category\": \"" + word + "\"}, \"disposition\": \"" + word
                + "\", \"connection_info\": {\"protocol_name\": \"" + word + "\"}}";
        String text = encode(JsonEvents.event(EventClass.HTTP_ACTIVITY, attributes), 1024);
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1024);
        assertThat(LeefLine.parse(text).attributes())
                .containsEntry("truncated", "1")
                .containsEntry("receipt", "01KF0DYQ00TEST000000000000")
                .containsKeys("devTime", "cat", "sev", "proto", "ocsfUid");
    }

    @Test
    void refusesWhatCannotBeMadeToFit() {
        assertThat(encoder.encode(TestEvents.event(1), 100)).isEmpty();
    }

    @Test
    void measuresBytesNotCharacters() {
        OcsfEvent event = TestEvents.event(1, "漢\uD83D\uDD12é".repeat(3000));
        for (int limit = 1000; limit < 1010; limit++) {
            byte[] line = encoder.encode(event, limit).orElseThrow();
            assertThat(line.length).isBetween(limit - 3, limit);
            assertThat(new String(line, StandardCharsets.UTF_8))
                    .doesNotContain("\uFFFD")
                    .contains("truncated=1");
        }
    }

    private String encode(OcsfEvent event, int limit) {
        Optional<byte[]> line = encoder.encode(event, limit);
        return new String(line.orElseThrow(), StandardCharsets.UTF_8);
    }
}
