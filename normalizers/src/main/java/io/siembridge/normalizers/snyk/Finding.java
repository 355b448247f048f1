package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.vendor.Payload;
import java.util.function.Consumer;

/** What the finding of an issue is whatever its class: life cycle, severity, identity. */
final class Finding {
    private static final int CREATE = 1;
    private static final int CLOSE = 3;

    private final SnykEvents events;
    private final Issue issue;

    Finding(SnykEvents events, Issue issue) {
        this.events = events;
        this.issue = issue;
    }

    /**
     * Starts the event.
     *
     * @param details sets what else is in {@code finding_info}
     */
    EventBuilder start(EventClass eventClass, Consumer<Attributes> details) {
        EventBuilder event = events.start(
                eventClass,
                eventClass.activity(issue.isRemoved() ? CLOSE : CREATE),
                issue.item(),
                issue.payload(),
                issue.project().product());
        addSeverity(event);
        addStatus(event);
        addIds(event);
        event.attributes().object("finding_info", info -> {
            info.text("uid", issue.findingUid());
            details.accept(info);
            info.addText("types", issue.at("issueType"));
            if (!issue.isRemoved()) {
                info.integer("last_seen_time", event.time());
            }
        });
        return event;
    }

    /** The vendor's word decides; a word the table does not know is shown as it is. */
    void addSeverity(EventBuilder event) {
        issue.advisory("severity").text().ifPresent(word -> events.severities().rate(event, word, word));
    }

    /** For a person: what became of the finding, before its name. */
    String outcome() {
        if (issue.isRemoved()) {
            return "Resolved: ";
        }
        if (issue.isIgnored()) {
            return "Ignored: ";
        }
        return issue.isPatched() ? "Patched: " : "";
    }

    private void addStatus(EventBuilder event) {
        if (issue.isRemoved()) {
            event.status(4, "Resolved");
        } else if (issue.isIgnored()) {
            event.status(3, "Suppressed");
        } else {
            event.status(1, "New");
        }
    }

    /** The id stands in an issue twice; the second is covered by the first only if it is the same. */
    void addIds(EventBuilder event) {
        Payload second = issue.advisory("id");
        event.inMetadata(metadata -> {
            metadata.text("original_event_uid", issue.at("id"));
            if (issue.at("id").text().isEmpty() || issue.at("id").text().equals(second.text())) {
                metadata.text("original_event_uid", second);
            }
        });
    }
}
