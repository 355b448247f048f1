package io.siembridge.app.destination.arcsight;

import io.siembridge.app.destination.syslog.FlatEvent;
import io.siembridge.normalizers.ocsf.EventClass;
import java.util.Optional;

/**
 * What the first two custom strings mean in a class of events. A slot never changes its meaning within a class, because
 * rules and reports are written against the slot.
 */
record CefSlots(Slot first, Slot second) {
    private static final Slot NOTHING = new Slot("", Optional.empty());

    static CefSlots of(EventClass eventClass, FlatEvent flat) {
        return switch (eventClass) {
            case HTTP_ACTIVITY ->
                new CefSlots(
                        new Slot("Rule", flat.policy()), new Slot("Attack Type", flat.text("/firewall_rule/category")));
            case VULNERABILITY_FINDING ->
                new CefSlots(new Slot("CVE", vulnerability(flat)), new Slot("Package", affectedPackage(flat)));
            case COMPLIANCE_FINDING ->
                new CefSlots(
                        new Slot("Check", flat.policy()),
                        new Slot("Requirement", flat.text("/compliance/requirements/0")));
            case DETECTION_FINDING -> new CefSlots(new Slot("Rule", flat.policy()), NOTHING);
            case INCIDENT_FINDING -> new CefSlots(new Slot("Ticket", flat.text("/tickets/0/uid")), NOTHING);
            case DATA_SECURITY_FINDING ->
                new CefSlots(new Slot("Policy", flat.policy()), new Slot("Data Types", flat.dataTypes()));
            case ACCOUNT_CHANGE, ENTITY_MANAGEMENT, USER_ACCESS ->
                new CefSlots(
                        new Slot("Object Type", flat.text("/entity/type")), new Slot("Privileges", flat.privileges()));
            case BASE_EVENT, SCAN_ACTIVITY, APPLICATION_ERROR -> new CefSlots(NOTHING, NOTHING);
        };
    }

    /** All CVEs; for what has none, the advisory or the weakness. */
    private static Optional<String> vulnerability(FlatEvent flat) {
        return FlatEvent.joined(flat.cves())
                .or(() -> flat.text("/vulnerabilities/0/advisory/uid"))
                .or(flat::cwe);
    }

    private static Optional<String> affectedPackage(FlatEvent flat) {
        String version = flat.text(FlatEvent.PACKAGE + "/version")
                .map(text -> "@" + text)
                .orElse("");
        return flat.text(FlatEvent.PACKAGE + "/name").map(name -> name + version);
    }

    /** A custom slot: written with its label or not at all. */
    record Slot(String label, Optional<String> value) {}
}
