package io.siembridge.app.destination.arcsight;

import io.siembridge.app.destination.arcsight.CefSlots.Slot;
import io.siembridge.app.destination.syslog.EventEncoder;
import io.siembridge.app.destination.syslog.FlatEvent;
import io.siembridge.app.destination.syslog.Line;
import io.siembridge.app.destination.syslog.Shedding;
import io.siembridge.app.destination.syslog.SyslogHeader;
import io.siembridge.normalizers.ocsf.IpText;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Events as CEF:0, the version every receiver reads. Numbers after keys are the lengths of the format's dictionary. */
final class CefEncoder implements EventEncoder {
    private static final Shedding JSON = Shedding.leftOut(1);
    private static final Shedding MESSAGE = Shedding.shortened(2);
    private static final Shedding REMEDIATION = Shedding.leftOut(3);
    private static final Shedding CONTEXT = Shedding.leftOut(4);
    private static final Shedding CUSTOM = Shedding.leftOut(5);
    private static final Shedding URL = Shedding.shortened(6);
    private static final Shedding SLOT = Shedding.shortened(7);

    private static final String MARK = "SiemBridgeTruncated=1";
    private static final int EXTERNAL_ID_LENGTH = 40;
    private static final int CUSTOM_STRING_LENGTH = 4000;
    private static final int NUMBER_LENGTH = 40;

    private final SyslogHeader header;
    private final boolean withJson;
    private final String bridgeVersion;

    CefEncoder(SyslogHeader header, boolean withJson, String bridgeVersion) {
        this.header = header;
        this.withJson = withJson;
        this.bridgeVersion = bridgeVersion;
    }

    @Override
    public Optional<byte[]> encode(OcsfEvent event, int limit) {
        FlatEvent flat = new FlatEvent(event);
        return Line.fit(width -> line(event, flat, width), limit, MARK);
    }

    private Line line(OcsfEvent event, FlatEvent flat, int width) {
        Line line = new Line(head(event, flat, width), " ", CefText::escape);
        addClassification(line, event, flat, width);
        addSource(line, flat);
        addDestination(line, flat, width);
        addNumbers(line, flat);
        addSlots(line, event, flat);
        addRequest(line, flat, width);
        add(line, "reason", flat.text("/status_detail"), 1023, CONTEXT);
        add(line, "cs5", new Slot("Remediation", flat.remediation()), CUSTOM_STRING_LENGTH, REMEDIATION);
        add(line, "msg", flat.text("/message"), 1023, MESSAGE);
        add(line, "cs6", new Slot("OCSF Event", json(event)), CUSTOM_STRING_LENGTH, JSON);
        return line;
    }

    private String head(OcsfEvent event, FlatEvent flat, int width) {
        return header.of(event) + "CEF:0|"
                + headerField(flat.text("/metadata/product/vendor_name").orElse(event.vendor()), 63, width)
                + headerField(flat.text("/metadata/product/name").orElse(event.vendor()), 63, width)
                + headerField(flat.text("/metadata/product/version").orElse(bridgeVersion), 31, width)
                + headerField(eventClassId(flat), 1023, width)
                + headerField(flat.name(), 512, width)
                + severity(event.severity()) + "|";
    }

    private static String headerField(String text, int limit, int width) {
        return CefText.headerField(text, Math.min(limit, width)) + "|";
    }

    /** The standard wants these three escaped here but does not say how; without them there is no question. */
    private static String eventClassId(FlatEvent flat) {
        return flat.eventId().replaceAll("[=%#]", "_");
    }

    private void addClassification(Line line, OcsfEvent event, FlatEvent flat, int width) {
        line.add("rt=", Long.toString(header.time(event).toEpochMilli()), Shedding.NEVER);
        add(line, "externalId", Optional.of(externalId(event.uid())), EXTERNAL_ID_LENGTH, Shedding.NEVER);
        add(line, "cat", flat.text("/category_name"), Math.min(1023, width), Shedding.NEVER);
        String action = CefText.value(flat.category(), Math.min(63, width));
        line.add("act=", action.isEmpty() ? CefText.ABSENT : action, Shedding.NEVER);
        add(line, "outcome", outcome(flat), 63, Shedding.NEVER);
        add(line, "cnt", flat.count(), NUMBER_LENGTH, Shedding.NEVER);
        add(line, "start", flat.text("/start_time"), NUMBER_LENGTH, Shedding.NEVER);
        add(line, "end", flat.text("/end_time"), NUMBER_LENGTH, Shedding.NEVER);
        add(line, "deviceExternalId", flat.text("/metadata/tenant_uid"), Math.min(255, width), Shedding.NEVER);
    }

    private void addSource(Line line, FlatEvent flat) {
        add(line, "src", flat.sourceAddress().filter(IpText::isIpv4), NUMBER_LENGTH, Shedding.NEVER);
        Slot address = new Slot("Source IPv6 Address", flat.sourceAddress().filter(IpText::isIpv6));
        add(line, "c6a2", address, NUMBER_LENGTH, Shedding.NEVER);
        add(line, "spt", flat.sourcePort(), NUMBER_LENGTH, Shedding.NEVER);
        add(line, "shost", flat.sourceHost(), 1023, SLOT);
        add(line, "suser", flat.actor(), 1023, SLOT);
    }

    private void addDestination(Line line, FlatEvent flat, int width) {
        add(line, "dst", flat.destinationAddress().filter(IpText::isIpv4), NUMBER_LENGTH, Shedding.NEVER);
        Slot address =
                new Slot("Destination IPv6 Address", flat.destinationAddress().filter(IpText::isIpv6));
        add(line, "c6a3", address, NUMBER_LENGTH, Shedding.NEVER);
        add(line, "dpt", flat.destinationPort(), NUMBER_LENGTH, Shedding.NEVER);
        add(line, "proto", flat.text("/connection_info/protocol_name"), Math.min(31, width), Shedding.NEVER);
        add(line, "dhost", flat.destinationHost(), 1023, SLOT);
        add(line, "duser", flat.user(), 1023, SLOT);
    }

    private void addNumbers(Line line, FlatEvent flat) {
        add(line, "cn1", new Slot("OCSF Class UID", flat.text("/class_uid")), NUMBER_LENGTH, Shedding.NEVER);
        add(line, "cn2", new Slot("Risk Score", flat.text("/risk_score")), NUMBER_LENGTH, SLOT);
        add(line, "cn3", new Slot("HTTP Status", flat.text("/http_response/code")), NUMBER_LENGTH, SLOT);
        add(line, "cfp1", new Slot("CVSS", flat.cvss()), NUMBER_LENGTH, SLOT);
        Slot firstSeen = new Slot("First Seen", flat.text("/finding_info/first_seen_time"));
        add(line, "deviceCustomDate1", firstSeen, NUMBER_LENGTH, SLOT);
    }

    /** The receipt stays in every line: it leads to the whole event where a line had to be shortened. */
    private void addSlots(Line line, OcsfEvent event, FlatEvent flat) {
        CefSlots slots = CefSlots.of(event.eventClass(), flat);
        add(line, "flexString2", new Slot("Receipt", Optional.of(event.receipt())), 1023, Shedding.NEVER);
        add(line, "flexString1", new Slot("Finding UID", flat.text("/finding_info/uid")), 1023, SLOT);
        add(line, "cs3", new Slot("OCSF Class", flat.text("/class_name")), 1023, SLOT);
        add(line, "cs1", slots.first(), CUSTOM_STRING_LENGTH, SLOT);
        add(line, "cs2", slots.second(), CUSTOM_STRING_LENGTH, SLOT);
        add(line, "cs4", new Slot("Resource", flat.resource()), CUSTOM_STRING_LENGTH, SLOT);
        add(line, "SiemBridgeSource", Optional.of(event.source()), 1023, CUSTOM);
        add(line, "SiemBridgeLabels", flat.labels(), 1023, CUSTOM);
        add(line, "SiemBridgeFixedVersion", flat.text(FlatEvent.PACKAGE + "/fixed_in_version"), 1023, CUSTOM);
    }

    private void addRequest(Line line, FlatEvent flat, int width) {
        add(line, "requestMethod", flat.text("/http_request/http_method"), Math.min(1023, width), Shedding.NEVER);
        add(line, "requestClientApplication", flat.text("/http_request/user_agent"), 1023, CONTEXT);
        add(line, "requestContext", flat.text("/http_request/referrer"), 2048, CONTEXT);
        add(line, "request", flat.url(), 1023, URL);
    }

    private void add(Line line, String key, Optional<String> value, int limit, Shedding shedding) {
        value.ifPresent(text -> line.add(key + "=", CefText.value(text, limit), shedding));
    }

    /** A slot without its label, or a label without its slot, would be a fault. */
    private void add(Line line, String key, Slot slot, int limit, Shedding shedding) {
        String lead = key + "Label=" + slot.label() + " " + key + "=";
        slot.value().ifPresent(text -> line.add(lead, CefText.value(text, limit), shedding));
    }

    private Optional<String> json(OcsfEvent event) {
        return Optional.of(event)
                .filter(present -> withJson)
                .map(OcsfEvent::toString)
                .filter(json -> json.length() <= CUSTOM_STRING_LENGTH);
    }

    private static Optional<String> outcome(FlatEvent flat) {
        return flat.text("/status").flatMap(status -> switch (status) {
            case "Success" -> Optional.of("success");
            case "Failure" -> Optional.of("failure");
            default -> Optional.empty();
        });
    }

    /** Longer ids than the format allows are represented by their digest, because two that are cut could be equal. */
    private static String externalId(String uid) {
        if (uid.length() <= EXTERNAL_ID_LENGTH) {
            return uid;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(uid.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, EXTERNAL_ID_LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case FATAL, CRITICAL -> "10";
            case HIGH -> "8";
            case MEDIUM -> "5";
            case LOW -> "3";
            case INFORMATIONAL -> "1";
            case UNKNOWN, OTHER -> "0";
        };
    }
}
