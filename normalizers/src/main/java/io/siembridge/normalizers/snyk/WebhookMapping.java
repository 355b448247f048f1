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
    private static final String PRODUCT = "Snyk";
    private static final int COMPLETED = 2;
    private static final String UNRECOGNISED = "Unrecognised";

    private WebhookMapping() {}

    static OcsfEvent ping(SnykWebhook webhook, Item item, Payload payload) {
        EventBuilder event = webhook.start(
                EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity("Ping"), item, payload, PRODUCT);
        event.severity(Severity.INFORMATIONAL)
                .message("Snyk webhook ping")
                .label("test")
                .status(1, "Success")
                .inMetadata(metadata -> metadata.text("original_event_uid", webhook.transportId()));
        return webhook.finish(event, item, payload, "event", Forwarding.TEST);
    }

    /** A test of a project after which nothing changed. */
    static OcsfEvent scan(SnykWebhook webhook, Item item, Payload payload) {
        Project project = new Project(payload);
        EventBuilder event = webhook.start(
                EventClass.SCAN_ACTIVITY,
                EventClass.SCAN_ACTIVITY.activity(COMPLETED),
                item,
                payload,
                project.product());
        event.severity(Severity.INFORMATIONAL)
                .message("Snyk tested " + project.name().text().orElse("a project") + ": nothing new, nothing removed")
                .status(1, "Success")
                .inMetadata(metadata -> metadata.text("original_event_uid", webhook.transportId()));
        // The schema wants the name or the id of a scan.
        event.attributes()
                .object("scan", scan -> {
                    scan.text("uid", webhook.transportId())
                            .text("name", "Snyk test")
                            .text("name", project.name());
                    if (project.isTestedOnSchedule()) {
                        scan.choice("type_id", 2, "type", "Scheduled");
                    } else {
                        scan.choice("type_id", 0, "type", "Unknown");
                    }
                })
                .integer("num_detections", 0)
                .integer("num_resolutions", 0)
                .integer("total", project.totalDependencies());
        return webhook.finish(event, item, payload, "scan", Forwarding.SCAN);
    }

    /** A body of an event the mapping does not know, or of one it knows but cannot read. */
    static OcsfEvent unknown(SnykWebhook webhook, Item item, Payload payload) {
        String name = webhook.name().asSent().isBlank()
                ? UNRECOGNISED
                : webhook.name().asSent();
        EventBuilder event = startUnknown(webhook, item, payload, name, PRODUCT);
        event.message("Snyk sent an event of a kind this version does not map: " + name);
        return webhook.finishUnknown(event, item, payload);
    }

    /** An issue of a type the mapping does not know: no finding, but with the severity of one. */
    static OcsfEvent unknownIssue(SnykWebhook webhook, Issue issue) {
        String type = issue.typeWord().orElse(UNRECOGNISED);
        EventBuilder event = startUnknown(
                webhook, issue.item(), issue.payload(), type, issue.project().product());
        Finding finding = new Finding(webhook, issue);
        finding.addSeverity(event);
        finding.addIds(event);
        event.message("Snyk sent an issue of a type this version does not map: " + finding.outcome() + issue.title()
                + issue.place());
        return webhook.finishUnknown(event, issue.item(), issue.payload());
    }

    /**
     * The original text of a body in which an object has two members of one name. Its events were made of the last of
     * each; whatever the others said is in this one, and only here, since it may be long.
     */
    static OcsfEvent original(SnykWebhook webhook, Item item, Payload payload) {
        EventBuilder event = startUnknown(webhook, item, payload, "Repeated Names", PRODUCT);
        event.message("Snyk sent JSON with repeated names, of which the last counted; here is the original");
        payload.markTaken();
        return webhook.finishUnknown(event, item, payload);
    }

    private static EventBuilder startUnknown(
            SnykWebhook webhook, Item item, Payload payload, String word, String product) {
        return webhook.start(
                EventClass.BASE_EVENT,
                EventClass.BASE_EVENT.otherActivity(EventBuilder.oneLine(word)),
                item,
                payload,
                product);
    }
}
