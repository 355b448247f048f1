package io.siembridge.app.destination.qradar;

import io.siembridge.app.destination.syslog.EventEncoder;
import io.siembridge.app.destination.syslog.FlatEvent;
import io.siembridge.app.destination.syslog.Line;
import io.siembridge.app.destination.syslog.Shedding;
import io.siembridge.app.destination.syslog.SyslogHeader;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Events as LEEF. Attributes with a fixed shape come first and text that a stranger may have written last, so that no
 * regular expression finds a forged attribute before the real one.
 */
final class LeefEncoder implements EventEncoder {
    /** The event's own attributes go first, the last of them first; then text is shortened. */
    private static final Shedding CUSTOM = Shedding.leftOut(1);

    private static final Shedding MESSAGE = Shedding.shortened(2);
    private static final Shedding URL = Shedding.shortened(3);

    /** Rather a shortened name than a dead letter. */
    private static final Shedding NAME = Shedding.shortened(4);

    private static final String MARK = "truncated=1";
    private static final int NAME_LENGTH = 255;
    private static final int TEXT_LENGTH = 1023;
    private static final int LONG_TEXT_LENGTH = 8 * 1024;

    private final SyslogHeader header;
    private final LeefFormat format;
    private final String bridgeVersion;

    LeefEncoder(SyslogHeader header, LeefFormat format, String bridgeVersion) {
        this.header = header;
        this.format = format;
        this.bridgeVersion = bridgeVersion;
    }

    @Override
    public Optional<byte[]> encode(OcsfEvent event, int limit) {
        FlatEvent flat = new FlatEvent(event);
        return Line.fit(width -> line(event, flat, width), limit, MARK);
    }

    private Line line(OcsfEvent event, FlatEvent flat, int width) {
        Line line = new Line(head(event, flat, width), format.separator(), UnaryOperator.identity());
        addClassification(line, event, flat, width);
        addNetwork(line, flat, width);
        addIdentity(line, event, flat);
        addFinding(line, flat);
        addRest(line, flat);
        add(line, "resource", flat.resource(), NAME_LENGTH, NAME);
        add(line, "url", flat.url(), LONG_TEXT_LENGTH, URL);
        return add(line, "msg", flat.text("/message"), LONG_TEXT_LENGTH, MESSAGE);
    }

    private String head(OcsfEvent event, FlatEvent flat, int width) {
        return header.of(event)
                + format.head(
                        flat.text("/metadata/product/vendor_name").orElse(event.vendor()),
                        flat.text("/metadata/product/name").orElse(event.vendor()),
                        flat.text("/metadata/product/version").orElse(bridgeVersion),
                        flat.eventId(),
                        width);
    }

    private void addClassification(Line line, OcsfEvent event, FlatEvent flat, int width) {
        DeviceTime time = DeviceTime.of(header.time(event));
        add(line, "devTime", Optional.of(time.time()), NAME_LENGTH, Shedding.NEVER);
        add(line, "devTimeFormat", time.format(), NAME_LENGTH, Shedding.NEVER);
        String category = format.value(flat.category(), Math.min(NAME_LENGTH, width));
        line.add("cat=", category.isEmpty() ? LeefFormat.ABSENT : category, Shedding.NEVER);
        add(line, "sev", Optional.of(severity(event.severity())), NAME_LENGTH, Shedding.NEVER);
    }

    private void addNetwork(Line line, FlatEvent flat, int width) {
        int wordLength = Math.min(NAME_LENGTH, width);
        add(line, "src", flat.sourceAddress(), NAME_LENGTH, Shedding.NEVER);
        add(line, "srcPort", flat.sourcePort(), wordLength, Shedding.NEVER);
        add(line, "dst", flat.destinationAddress(), NAME_LENGTH, Shedding.NEVER);
        add(line, "dstPort", flat.destinationPort(), wordLength, Shedding.NEVER);
        add(line, "proto", flat.text("/connection_info/protocol_name"), wordLength, Shedding.NEVER);
        add(line, "usrName", flat.user(), NAME_LENGTH, NAME);
        add(line, "policy", flat.policy(), NAME_LENGTH, NAME);
    }

    /** The receipt stays in every line: it leads to the whole event where a line had to be shortened. */
    private void addIdentity(Line line, OcsfEvent event, FlatEvent flat) {
        add(line, "ocsfUid", Optional.of(event.uid()), NAME_LENGTH, Shedding.NEVER);
        add(line, "receipt", Optional.of(event.receipt()), NAME_LENGTH, Shedding.NEVER);
        add(line, "ocsfClassUid", flat.text("/class_uid"), NAME_LENGTH, CUSTOM);
        add(line, "findingUid", flat.text("/finding_info/uid"), TEXT_LENGTH, CUSTOM);
        add(line, "bridgeSource", Optional.of(event.source()), NAME_LENGTH, CUSTOM);
        add(line, "labels", flat.labels(), TEXT_LENGTH, CUSTOM);
    }

    private void addFinding(Line line, FlatEvent flat) {
        List<String> cves = flat.cves();
        add(line, "cveId", cves.stream().findFirst(), NAME_LENGTH, CUSTOM);
        add(line, "cveIds", FlatEvent.joined(cves).filter(all -> cves.size() > 1), TEXT_LENGTH, CUSTOM);
        add(line, "advisoryId", flat.text("/vulnerabilities/0/advisory/uid"), NAME_LENGTH, CUSTOM);
        add(line, "cweId", flat.cwe(), NAME_LENGTH, CUSTOM);
        add(line, "cvssScore", flat.cvss(), NAME_LENGTH, CUSTOM);
        add(line, "packageName", flat.text(FlatEvent.PACKAGE + "/name"), NAME_LENGTH, CUSTOM);
        add(line, "packageVersion", flat.text(FlatEvent.PACKAGE + "/version"), NAME_LENGTH, CUSTOM);
        add(line, "fixedVersion", flat.text(FlatEvent.PACKAGE + "/fixed_in_version"), NAME_LENGTH, CUSTOM);
        add(line, "dataTypes", flat.dataTypes(), TEXT_LENGTH, CUSTOM);
    }

    private void addRest(Line line, FlatEvent flat) {
        add(line, "httpMethod", flat.text("/http_request/http_method"), NAME_LENGTH, CUSTOM);
        add(line, "httpStatus", flat.text("/http_response/code"), NAME_LENGTH, CUSTOM);
        add(line, "eventCount", flat.count(), NAME_LENGTH, CUSTOM);
        add(line, "ticketId", flat.text("/tickets/0/uid"), NAME_LENGTH, CUSTOM);
        add(line, "entityType", flat.text("/entity/type"), NAME_LENGTH, CUSTOM);
        add(line, "privileges", flat.privileges(), TEXT_LENGTH, CUSTOM);
        add(line, "actorName", flat.actor(), NAME_LENGTH, CUSTOM);
        add(line, "tenantUid", flat.text("/metadata/tenant_uid"), NAME_LENGTH, CUSTOM);
        add(line, "dstHost", flat.destinationHost(), NAME_LENGTH, CUSTOM);
        add(line, "userAgent", flat.text("/http_request/user_agent"), TEXT_LENGTH, CUSTOM);
    }

    private Line add(Line line, String key, Optional<String> value, int limit, Shedding shedding) {
        return line.add(key + "=", value.map(text -> format.value(text, limit)).orElse(""), shedding);
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case FATAL, CRITICAL -> "10";
            case HIGH -> "8";
            case MEDIUM -> "5";
            case LOW -> "3";
            case INFORMATIONAL, UNKNOWN, OTHER -> "1";
        };
    }
}
