package io.siembridge.app.destination.qradar;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.destination.DestinationFactory;
import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.qradar.LeefFormat.Delimiter;
import io.siembridge.app.destination.qradar.LeefFormat.EqualsInText;
import io.siembridge.app.destination.qradar.LeefFormat.Version;
import io.siembridge.app.destination.syslog.SyslogConfig;
import io.siembridge.app.destination.syslog.SyslogDestination;
import io.siembridge.app.destination.syslog.SyslogKeys;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code type: qradar}: LEEF over TCP, TLS or UDP. */
public final class QradarType implements DestinationType {
    /**
     * Each source is a log source of its own in QRadar. What is longer than its usual limits becomes two events, of which
     * it understands neither.
     */
    private static final SyslogKeys KEYS = new SyslogKeys("siem-bridge-{source}", 4000, 1024);

    private static final Key<Version> LEEF =
            Key.withDefault("leef", ValueTypes.choice(versions()), "2.0", "Version of the Log Event Extended Format.");
    private static final Key<Delimiter> DELIMITER = Key.withDefault(
            "delimiter",
            ValueTypes.choice(Delimiter.class),
            "caret",
            "What stands between attributes of LEEF 2.0; relays often rewrite a tab.");
    private static final Key<EqualsInText> EQUALS_IN_TEXT = Key.withDefault(
            "equals_in_text",
            ValueTypes.choice(EqualsInText.class),
            "keep",
            "Whether text such as ' src=' inside a value becomes ' src:', out of reach of regular expressions.");

    @Override
    public String id() {
        return "qradar";
    }

    @Override
    public Section<DestinationFactory> section() {
        return Section.of(QradarType::read, Section.join(KEYS.all(), LEEF, DELIMITER, EQUALS_IN_TEXT));
    }

    private static DestinationFactory read(Section.Values values) {
        SyslogConfig config = KEYS.read(values);
        LeefFormat format = new LeefFormat(values.get(LEEF), values.get(DELIMITER), values.get(EQUALS_IN_TEXT));
        if (format.version() == Version.V1 && values.has(DELIMITER) && format.delimiter() != Delimiter.TAB) {
            values.problem(DELIMITER, "LEEF 1.0 knows only the tab");
        }
        return context -> SyslogDestination.create(
                config, new LeefEncoder(SyslogDestination.header(config, context), format, context.version()), context);
    }

    private static Map<String, Version> versions() {
        Map<String, Version> versions = new LinkedHashMap<>();
        versions.put("2.0", Version.V2);
        versions.put("1.0", Version.V1);
        return versions;
    }
}
