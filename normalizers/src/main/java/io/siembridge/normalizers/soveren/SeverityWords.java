package io.siembridge.normalizers.soveren;

import static java.util.Map.entry;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.SeverityTable;
import java.util.Map;
import java.util.Optional;

/** From the vendor's sensitivity and the meaning of its event to a severity. The table's words are the operator's. */
final class SeverityWords {
    private static final String VIOLATION = "violation_";
    private static final String NEWS = "news_";
    private static final String UNRATED = "unrated";

    private SeverityWords() {}

    static SeverityTable defaults() {
        return SeverityTable.of(Map.ofEntries(
                entry(VIOLATION + "high", Severity.HIGH),
                entry(VIOLATION + "medium", Severity.MEDIUM),
                entry(VIOLATION + "low", Severity.LOW),
                entry(VIOLATION + UNRATED, Severity.UNKNOWN),
                entry(NEWS + "high", Severity.MEDIUM),
                entry(NEWS + "medium", Severity.LOW),
                entry(NEWS + "low", Severity.INFORMATIONAL),
                entry(NEWS + UNRATED, Severity.INFORMATIONAL),
                entry(EventType.ASSET_RULE_CONFLICT.word(), Severity.LOW),
                entry(EventType.DISCOVERY_COMPLETE.word(), Severity.INFORMATIONAL),
                entry(EventType.AT_REST_RELEASE.word(), Severity.INFORMATIONAL),
                entry(EventType.AT_REST_RELEASE_CRITICAL.word(), Severity.LOW),
                entry(EventType.IN_MOTION_RELEASE.word(), Severity.INFORMATIONAL),
                entry(EventType.IN_MOTION_RELEASE_CRITICAL.word(), Severity.LOW)));
    }

    /** The sensitivity as sent; empty if the vendor gave none, which it also writes {@code N/A}. */
    static Optional<String> sensitivity(EventObject object) {
        return object.text("sensitivity").filter(word -> !word.strip().equalsIgnoreCase("N/A"));
    }

    /** Rates an event of a known type. */
    static void rate(EventBuilder event, EventObject object, EventType type, SeverityTable table) {
        switch (type.meaning()) {
            case VIOLATION -> rateBySensitivity(event, object, VIOLATION, table);
            case NEWS -> rateBySensitivity(event, object, NEWS, table);
            case SCAN, RULE_CONFLICT, RELEASE ->
                event.severity(table.of(type.word()).orElse(Severity.UNKNOWN));
        }
    }

    /** Rates an event of a type this version does not know, which may be the gravest of all, like a violation. */
    static void rateUnknown(EventBuilder event, EventObject object, SeverityTable table) {
        rateBySensitivity(event, object, VIOLATION, table);
    }

    private static void rateBySensitivity(EventBuilder event, EventObject object, String prefix, SeverityTable table) {
        Optional<String> sensitivity = sensitivity(object);
        String word = sensitivity.map(String::strip).orElse(UNRATED);
        Optional<Severity> severity = table.of(prefix + word);
        if (severity.isPresent()) {
            event.severity(severity.get());
        } else {
            sensitivity.ifPresent(event::otherSeverity);
        }
    }
}
