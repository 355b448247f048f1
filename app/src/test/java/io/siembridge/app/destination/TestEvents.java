package io.siembridge.app.destination;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import java.util.List;
import java.util.stream.IntStream;

/** Small valid events for destinations' tests. */
public final class TestEvents {
    /** A message that a peer told to {@link ProtocolPeer.Behaviour#REFUSE_POISON} refuses. */
    public static final String POISON = "poison";

    private TestEvents() {}

    public static OcsfEvent event(int number) {
        return event(number, "Something happened " + number);
    }

    public static OcsfEvent event(int number, String message) {
        EventBuilder event = new EventBuilder(EventClass.DETECTION_FINDING, EventClass.DETECTION_FINDING.activity(1));
        event.severity(Severity.HIGH).time(1_767_225_600_123L + number).message(message);
        event.status(1, "New");
        event.inMetadata(metadata -> metadata.text("version", "1.8.0")
                .object("product", it -> it.text("vendor_name", "Wallarm").text("name", "Wallarm API Security"))
                .text("uid", uid(number))
                .text("event_code", "ip_blocked")
                .text("log_name", "wallarm")
                .add("loggers", it -> it.text("name", "siem-bridge").text("event_uid", "01KF0DYQ00TEST000000000000")));
        event.attributes()
                .object(
                        "finding_info",
                        it -> it.text("uid", "wallarm:acme:ip_blocked:203.0.113." + number)
                                .text("title", "IP address denylisted"));
        return event.build("wallarm", "alert", Forwarding.ALWAYS);
    }

    public static OcsfEvent poison(int number) {
        return event(number, POISON);
    }

    /** Events {@code from} (inclusive) to {@code to} (exclusive). */
    public static List<OcsfEvent> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(TestEvents::event).toList();
    }

    public static String uid(int number) {
        return "%032x".formatted(number);
    }

    public static List<String> uids(int from, int to) {
        return IntStream.range(from, to).mapToObj(TestEvents::uid).toList();
    }
}
