package io.siembridge.app.destination.qradar;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.syslog.DocumentedKeys;
import io.siembridge.app.destination.syslog.NastyEvents;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever text stands in whatever field: one message for each event, and what is in it is what went in. */
@Timeout(60)
final class LeefPropertyTest {
    @ParameterizedTest
    @CsvSource({"2.0, caret, newline", "2.0, tab, octet-counted", "1.0, tab, newline"})
    void noTextEverOpensASecondMessage(String version, String delimiter, String framing) throws Exception {
        List<OcsfEvent> events = NastyEvents.ofEveryClass(20_260_102L, random -> "uid" + random.next());
        List<String> messages = NastyEvents.deliver(
                events, new QradarType(), Map.of("leef", version, "delimiter", delimiter, "framing", framing));
        assertThat(messages).hasSameSizeAs(events);
        for (int i = 0; i < events.size(); i++) {
            LeefLine line = LeefLine.parse(messages.get(i));
            assertThat(line.header()).matches("<131>1 2026-01-01T00:00:00\\.123Z siem-bridge-acme-prod acme - - - ");
            assertThat(line.version()).isEqualTo(version);
            assertThat(line.attributes()).containsKeys("devTime", "cat", "sev", "receipt");
            assertThat(line.attributes().keySet()).isSubsetOf(DocumentedKeys.LEEF);
            assertSame(line, events.get(i), version.equals("1.0") || delimiter.equals("tab") ? "\t" : "^");
        }
    }

    private static void assertSame(LeefLine line, OcsfEvent event, String delimiter) {
        Map<String, String> pointers = new LinkedHashMap<>();
        pointers.put("ocsfUid", "/metadata/uid");
        pointers.put("findingUid", "/finding_info/uid");
        pointers.put("entityType", "/entity/type");
        pointers.put("userAgent", "/http_request/user_agent");
        pointers.put("ticketId", "/tickets/0/uid");
        pointers.put("msg", "/message");
        if (event.eventClass() == EventClass.VULNERABILITY_FINDING) {
            pointers.put("cveId", "/vulnerabilities/0/cve/uid");
            pointers.put("packageName", "/vulnerabilities/0/affected_packages/0/name");
            pointers.put("resource", "/resources/0/name");
            pointers.put("url", "/finding_info/src_url");
            pointers.put("usrName", "/resources/0/owner/email_addr");
        }
        pointers.forEach((key, pointer) -> {
            String text = event.json().at(pointer).asText("");
            assertThat(line.attributes().getOrDefault(key, "")).as(key).isEqualTo(expected(text, delimiter));
        });
    }

    /** The documented replacements, said in another way than the encoder says them. */
    private static String expected(String text, String delimiter) {
        if (text.isBlank()) {
            return "";
        }
        return NastyEvents.wellFormed(text)
                .replaceAll("\r\n", " ")
                .replaceAll("[\\p{Cc}\\u2028\\u2029]", " ")
                .replace(delimiter, " ")
                .strip();
    }
}
