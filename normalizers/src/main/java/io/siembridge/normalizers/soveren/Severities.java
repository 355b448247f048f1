package io.siembridge.normalizers.soveren;

import static java.util.Map.entry;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.SeverityTable;
import java.util.Map;
import java.util.Optional;

/** From the vendor's sensitivity and the meaning of its event to a severity. The table's words are the operator's. */
final class Severities {
    private static final String VIOLATION = "violation_";
    private static final String NEWS = "news_";
    private static final String UNRATED = "unrated";

    private final SeverityTable table;

    Severities(SeverityTable table) {
        this.table = table;
    }

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
    void rate(EventBuilder event, EventObject object, EventType type) {
        switch (type.meaning()) {
            case VIOLATION -> rateBySensitivity(event, object, VIOLATION);
            case NEWS -> rateBySensitivity(event, object, NEWS);
            case SCAN, RULE_CONFLICT, RELEASE -> table.of(type.word()).ifPresent(event::severity);
        }
    }

    /** Rates an event of a type this version does not know, which may be the gravest of all, like a violation. */
    void rateUnknown(EventBuilder event, EventObject object) {
        rateBySensitivity(event, object, VIOLATION);
    }

    private void rateBySensitivity(EventBuilder event, EventObject object, String prefix) {
        sensitivity(object)
                .ifPresentOrElse(
                        word -> table.rate(event, prefix + word.strip(), word),
                        () -> table.of(prefix + UNRATED).ifPresent(event::severity));
    }
}
