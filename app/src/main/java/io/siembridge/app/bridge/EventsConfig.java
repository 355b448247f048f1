package io.siembridge.app.bridge;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;

/**
 * What is forwarded beyond findings.
 *
 * @param rawData whether every event carries its original text
 * @param tests whether vendors' test deliveries are forwarded
 * @param scans whether scans without findings are forwarded
 * @param statistics whether counts over time are forwarded
 * @param ledger whether the bridge reports its own books
 */
public record EventsConfig(boolean rawData, boolean tests, boolean scans, boolean statistics, boolean ledger) {
    private static final Key<Boolean> RAW_DATA = Key.withDefault(
            "raw_data", ValueTypes.bool(), "false", "Add the original text to every event as raw_data.");
    private static final Key<Boolean> TESTS =
            Key.withDefault("tests", ValueTypes.bool(), "true", "Forward vendors' test deliveries, labelled test.");
    private static final Key<Boolean> SCANS =
            Key.withDefault("scans", ValueTypes.bool(), "false", "Forward scans that found nothing new.");
    private static final Key<Boolean> STATISTICS =
            Key.withDefault("statistics", ValueTypes.bool(), "false", "Forward counts over time.");

    private static final Key<Boolean> LEDGER = Key.withDefault(
            "ledger",
            ValueTypes.bool(),
            "false",
            "Report every hour what each source sent and each destination is owed, as events of the source siem-bridge.");

    static final Section<EventsConfig> SECTION = Section.of(
            values -> new EventsConfig(
                    values.get(RAW_DATA),
                    values.get(TESTS),
                    values.get(SCANS),
                    values.get(STATISTICS),
                    values.get(LEDGER)),
            RAW_DATA,
            TESTS,
            SCANS,
            STATISTICS,
            LEDGER);

    static EventsConfig defaults() {
        return new EventsConfig(false, true, false, false, false);
    }
}
