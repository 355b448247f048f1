package io.siembridge.app.destination.arcsight;

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
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever text stands in whatever field: one message for each event, and what is in it is what went in. */
@Timeout(60)
final class CefPropertyTest {
    @ParameterizedTest
    @ValueSource(strings = {"newline", "octet-counted"})
    void noTextEverOpensASecondMessage(String framing) throws Exception {
        List<OcsfEvent> events = NastyEvents.ofEveryClass(20_260_103L, random -> "uid");
        List<String> messages = NastyEvents.deliver(events, new ArcsightType(), Map.of("framing", framing));
        assertThat(messages).hasSameSizeAs(events);
        for (int i = 0; i < events.size(); i++) {
            CefLine line = CefLine.parse(messages.get(i));
            assertThat(line.header()).isEqualTo("<131>1 2026-01-01T00:00:00.123Z host acme - - - ");
            assertThat(line.fields().get(5)).isEqualTo("8");
            assertThat(line.extension()).containsKeys("rt", "act", "cn1", "flexString2");
            assertThat(line.extension().keySet()).isSubsetOf(DocumentedKeys.CEF);
            assertSame(line, events.get(i));
        }
    }

    private static void assertSame(CefLine line, OcsfEvent event) {
        Map<String, String> pointers = new LinkedHashMap<>();
        pointers.put("externalId", "/metadata/uid");
        pointers.put("flexString1", "/finding_info/uid");
        pointers.put("requestClientApplication", "/http_request/user_agent");
        pointers.put("reason", "/status_detail");
        pointers.put("msg", "/message");
        if (event.eventClass() == EventClass.VULNERABILITY_FINDING) {
            pointers.put("SiemBridgeFixedVersion", "/vulnerabilities/0/affected_packages/0/fixed_in_version");
            pointers.put("cs4", "/resources/0/name");
            pointers.put("cs5", "/remediation/desc");
            pointers.put("request", "/finding_info/src_url");
            pointers.put("duser", "/resources/0/owner/email_addr");
        }
        pointers.forEach((key, pointer) -> {
            String text = event.json().at(pointer).asText("");
            assertThat(line.extension().getOrDefault(key, "")).as(key).isEqualTo(expected(text));
        });
    }

    /** The documented replacements, said in another way than the encoder says them. */
    private static String expected(String text) {
        if (text.isBlank()) {
            return "";
        }
        return NastyEvents.wellFormed(text)
                .replaceAll("[\\p{Cc}\\u2028\\u2029&&[^\r\n]]", " ")
                .strip();
    }
}
