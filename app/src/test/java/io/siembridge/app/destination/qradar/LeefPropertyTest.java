package io.siembridge.app.destination.qradar;

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
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever text stands in whatever field: one message for each event, and what is in it is what went in. */
@Timeout(60)
final class LeefPropertyTest {
    private static final int ROUNDS = 40;

    @ParameterizedTest
    @CsvSource({"2.0, caret, newline", "2.0, tab, octet-counted", "1.0, tab, newline"})
    void noTextEverOpensASecondMessage(String version, String delimiter, String framing) throws Exception {
        RandomText random = new RandomText(20_260_102L);
        List<OcsfEvent> events = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (EventClass eventClass : EventClass.values()) {
                JsonNode attributes = random.everywhere(JsonEvents.attributes(eventClass));
                events.add(JsonEvents.event(
                        eventClass, attributes, random.next(), "uid" + random.next(), random.next(), JsonEvents.TIME));
            }
        }
        List<String> messages = deliver(events, Map.of("leef", version, "delimiter", delimiter, "framing", framing));
        assertThat(messages).hasSameSizeAs(events);
        for (int i = 0; i < events.size(); i++) {
            LeefLine line = LeefLine.parse(messages.get(i));
            assertThat(line.header()).matches("<131>1 2026-01-01T00:00:00\\.123Z siem-bridge-acme-prod acme - - - ");
            assertThat(line.version()).isEqualTo(version);
            assertThat(line.attributes()).containsKeys("devTime", "cat", "sev", "receipt");
            assertThat(line.attributes().keySet()).isSubsetOf(LeefKeys.DOCUMENTED);
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
        return text.replaceAll("\r\n", " ")
                .replaceAll("[\\p{Cc}\\u2028\\u2029]", " ")
                .replaceAll("[\uD800-\uDBFF](?![\uDC00-\uDFFF])", "\uFFFD")
                .replaceAll("(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]", "\uFFFD")
                .replace(delimiter, " ")
                .strip();
    }

    private static List<String> deliver(List<OcsfEvent> events, Map<String, String> settings) throws Exception {
        Map<String, ConfigNode> nodes = new LinkedHashMap<>();
        nodes.put("max_event", ConfigNode.text("max_event", 1, "64KiB"));
        settings.forEach((key, value) -> nodes.put(key, ConfigNode.text(key, 1, value)));
        DestinationContext context =
                new DestinationContext("siem", "host", "1.2.3", InstantSource.system(), new Random(7));
        try (SyslogReceiver receiver = SyslogReceiver.open()) {
            String address = "tcp://127.0.0.1:" + receiver.port();
            RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
            try (Destination destination = SyslogContract.create(new QradarType(), address, nodes, context)) {
                destination.send(events, outcomes);
            }
            assertThat(outcomes.kinds(Duration.ofSeconds(20))).containsOnly(Kind.ACCEPTED);
            return List.copyOf(receiver.received());
        }
    }
}
