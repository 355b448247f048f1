package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.Payload;

/** What is not a finding: pings, tests without a change, and what the mapping does not know. */
final class WebhookMapping {
    private static final int COMPLETED = 2;

    private WebhookMapping() {}

    static OcsfEvent ping(SnykEvents events, Item item, Payload payload) {
        EventBuilder event = events.start(
                EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity("Ping"), item, payload, SnykEvents.PRODUCT);
        event.severity(Severity.INFORMATIONAL)
                .message("Snyk webhook ping")
                .status(1, "Success")
                .inMetadata(metadata -> metadata.text("original_event_uid", events.transportId()));
        return events.finish(event, item, payload, "event", Forwarding.TEST);
    }

    /** A test of a project after which nothing changed. */
    static OcsfEvent scan(SnykEvents events, Item item, Payload payload) {
        Project project = new Project(payload);
        EventBuilder event = events.start(
                EventClass.SCAN_ACTIVITY,
                EventClass.SCAN_ACTIVITY.activity(COMPLETED),
                item,
                payload,
                project.product());
        event.severity(Severity.INFORMATIONAL)
                .message("Snyk tested " + project.name().text().orElse("a project") + ": nothing new, nothing removed")
                .status(1, "Success")
                .inMetadata(metadata -> metadata.text("original_event_uid", events.transportId()));
        // The schema wants the name or the id of a scan. Whether it was on schedule or by hand is not told.
        event.attributes()
                .object(
                        "scan",
                        scan -> scan.text("uid", events.transportId())
                                .text("name", "Snyk test")
                                .text("name", project.name())
                                .choice("type_id", 0, "type", "Unknown"))
                .integer("num_detections", 0)
                .integer("num_resolutions", 0)
                .integer("total", project.totalDependencies());
        return events.finish(event, item, payload, "scan", Forwarding.SCAN);
    }

    /** An issue of a type the mapping does not know: no finding, but with the severity of one. */
    static OcsfEvent unknownIssue(SnykEvents events, Issue issue) {
        EventBuilder event = events.startUnknown(
                issue.item(),
                issue.payload(),
                issue.typeWord().orElse(""),
                issue.project().product());
        Finding finding = new Finding(events, issue);
        finding.addSeverity(event);
        finding.addIds(event);
        event.message("Snyk sent an issue of a type this version does not map: " + finding.outcome() + issue.title()
                + issue.place());
        return events.finishUnknown(event, issue.item(), issue.payload());
    }

    /**
     * The original text of a body with names that its tree cannot hold as they are: repeated in one object, or with
     * half a surrogate pair. Its events were made of the last of each; what the others said is in this one, and only
     * here, since it may be long.
     */
    static OcsfEvent original(SnykEvents events, Item item, Payload payload) {
        EventBuilder event = events.startUnknown(item, payload, "Original Text", SnykEvents.PRODUCT);
        event.message("Snyk sent JSON with repeated or broken names, of which the last counted; here is the original");
        payload.markTaken();
        return events.finishUnknown(event, item, payload);
    }
}
