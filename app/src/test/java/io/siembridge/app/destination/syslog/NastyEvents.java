package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.demo.SyslogReceiver;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Events of every class with text that tries to break out of a line, and their way over a socket. */
public final class NastyEvents {
    private static final int ROUNDS = 40;

    private NastyEvents() {}

    /** @param uid makes an event's uid */
    public static List<OcsfEvent> ofEveryClass(long seed, Function<RandomText, String> uid) {
        RandomText random = new RandomText(seed);
        List<OcsfEvent> events = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (EventClass eventClass : EventClass.values()) {
                JsonNode attributes = random.everywhere(JsonEvents.attributes(eventClass));
                events.add(JsonEvents.event(
                        eventClass, attributes, random.next(), uid.apply(random), random.next(), JsonEvents.TIME));
            }
        }
        return events;
    }

    /** The messages that a receiver takes off the stream. */
    public static List<String> deliver(List<OcsfEvent> events, DestinationType type, Map<String, String> settings)
            throws Exception {
        Map<String, ConfigNode> nodes = new LinkedHashMap<>();
        nodes.put("max_event", ConfigNode.text("max_event", 1, "64KiB"));
        settings.forEach((key, value) -> nodes.put(key, ConfigNode.text(key, 1, value)));
        DestinationContext context =
                new DestinationContext("siem", "host", "1.2.3", InstantSource.system(), new Random(7));
        try (SyslogReceiver receiver = SyslogReceiver.open()) {
            String address = "tcp://127.0.0.1:" + receiver.port();
            RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
            try (Destination destination = SyslogContract.create(type, address, nodes, context)) {
                destination.send(events, outcomes);
            }
            assertThat(outcomes.kinds(Duration.ofSeconds(20))).containsOnly(Kind.ACCEPTED);
            return List.copyOf(receiver.received());
        }
    }

    /** Text with every lone half of a surrogate pair replaced, said in another way than the encoders say it. */
    public static String wellFormed(String text) {
        return text.replaceAll("[\uD800-\uDBFF](?![\uDC00-\uDFFF])", "\uFFFD")
                .replaceAll("(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]", "\uFFFD");
    }
}
