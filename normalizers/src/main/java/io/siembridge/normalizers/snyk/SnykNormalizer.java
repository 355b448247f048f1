package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.ItemNormalizer;
import io.siembridge.normalizers.vendor.Novelties;
import io.siembridge.normalizers.vendor.Payload;
import java.util.ArrayList;
import java.util.List;

/** A ping is an event; of a snapshot each new and each removed issue is one. */
final class SnykNormalizer implements ItemNormalizer {
    @Override
    public List<OcsfEvent> normalize(Item item, EventFactory factory, Novelties novelties) {
        Payload payload = Payload.of(item.json());
        EventName name = EventName.of(factory.provenance(), payload);
        SnykEvents events = new SnykEvents(factory, name);
        note(name, payload, novelties);
        return switch (name.kind()) {
            case PING -> List.of(WebhookMapping.ping(events, item, payload));
            case PROJECT_SNAPSHOT -> snapshot(events, item, payload, novelties);
            case UNKNOWN -> List.of(events.unknown(item, payload));
        };
    }

    private static List<OcsfEvent> snapshot(SnykEvents events, Item item, Payload payload, Novelties novelties) {
        Snapshot snapshot = new Snapshot(item);
        List<OcsfEvent> normalized = new ArrayList<>();
        for (Issue issue : snapshot.issues()) {
            normalized.add(issue(events, issue, novelties));
        }
        if (normalized.isEmpty() && !snapshot.isQuiet(events.name())) {
            return List.of(events.unknown(item, payload));
        }
        if (normalized.isEmpty()) {
            normalized.add(WebhookMapping.scan(events, item, payload));
        }
        if (item.isAmbiguous()) {
            normalized.add(WebhookMapping.original(events, item, payload));
        }
        return normalized;
    }

    private static OcsfEvent issue(SnykEvents events, Issue issue, Novelties novelties) {
        return switch (issue.type()) {
            case VULNERABILITY -> new VulnerabilityMapping(events, issue).normalize();
            case LICENCE -> new ComplianceMapping(events, issue).licence();
            case CONFIGURATION -> new ComplianceMapping(events, issue).configuration();
            case UNKNOWN -> {
                novelties.eventType("issueType " + issue.typeWord().orElse("missing"));
                yield WebhookMapping.unknownIssue(events, issue);
            }
        };
    }

    /** Of an event of an unknown kind only the kind is new: every member of it would be. */
    private static void note(EventName name, Payload payload, Novelties novelties) {
        boolean known = name.kind() != EventName.Kind.UNKNOWN;
        if (!known || name.isOfOtherVersion()) {
            novelties.eventType(name.asSent().isBlank() ? "no event name" : name.asSent());
        }
        if (known) {
            novelties.fields(payload, SnykFields.KNOWN);
        }
    }
}
