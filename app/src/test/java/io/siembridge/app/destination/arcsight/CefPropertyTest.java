package io.siembridge.app.destination.arcsight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.demo.SyslogReceiver;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.syslog.JsonEvents;
import io.siembridge.app.destination.syslog.RandomText;
import io.siembridge.app.destination.syslog.SyslogContract;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever text stands in whatever field: one message for each event, and what is in it is what went in. */
@Timeout(60)
final class CefPropertyTest {
    private static final int ROUNDS = 40;

    @ParameterizedTest
    @ValueSource(strings = {"newline", "octet-counted"})
    void noTextEverOpensASecondMessage(String framing) throws Exception {
        RandomText random = new RandomText(20_260_103L);
        List<OcsfEvent> events = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (EventClass eventClass : EventClass.values()) {
                JsonNode attributes = random.everywhere(JsonEvents.attributes(eventClass));
                events.add(
                        JsonEvents.event(eventClass, attributes, random.next(), "uid", random.next(), JsonEvents.TIME));
            }
        }
        List<String> messages = deliver(events, framing);
        assertThat(messages).hasSameSizeAs(events);
        for (int i = 0; i < events.size(); i++) {
            CefLine line = CefLine.parse(messages.get(i));
            assertThat(line.header()).isEqualTo("<131>1 2026-01-01T00:00:00.123Z host acme - - - ");
            assertThat(line.fields().get(5)).isEqualTo("8");
            assertThat(line.extension()).containsKeys("rt", "act", "cn1", "flexString2");
            assertThat(line.extension().keySet()).isSubsetOf(CefKeys.DOCUMENTED);
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
        return text.replaceAll("[\\p{Cc}\\u2028\\u2029&&[^\r\n]]", " ")
                .replaceAll("[\uD800-\uDBFF](?![\uDC00-\uDFFF])", "\uFFFD")
                .replaceAll("(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]", "\uFFFD")
                .strip();
    }

    private static List<String> deliver(List<OcsfEvent> events, String framing) throws Exception {
        Map<String, ConfigNode> settings = Map.of(
                "max_event",
                ConfigNode.text("max_event", 1, "64KiB"),
                "framing",
                ConfigNode.text("framing", 1, framing));
        DestinationContext context =
                new DestinationContext("siem", "host", "1.2.3", InstantSource.system(), new Random(7));
        try (SyslogReceiver receiver = SyslogReceiver.open()) {
            String address = "tcp://127.0.0.1:" + receiver.port();
            RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
            try (Destination destination = SyslogContract.create(new ArcsightType(), address, settings, context)) {
                destination.send(events, outcomes);
            }
            assertThat(outcomes.kinds(Duration.ofSeconds(20))).containsOnly(Kind.ACCEPTED);
            return List.copyOf(receiver.received());
        }
    }
}
