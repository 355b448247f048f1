package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.Payload;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.SeverityTable;
import java.util.Optional;

/** One webhook of Snyk: what all its events share, taken from its headers, its project and its organisation. */
final class SnykWebhook {
    private final EventFactory events;
    private final EventName name;

    SnykWebhook(EventFactory events, EventName name) {
        this.events = events;
        this.name = name;
    }

    EventName name() {
        return name;
    }

    SeverityTable severities() {
        return events.settings().severities();
    }

    /** The id Snyk gave this webhook; its log of deliveries shows it. */
    Optional<String> transportId() {
        return provenance().header(SnykVendor.TRANSPORT_ID_HEADER);
    }

    EventTime timeOf(Payload payload) {
        return EventTime.of(provenance(), payload.at("project", "lastTestedDate"));
    }

    EventBuilder start(EventClass eventClass, Activity activity, Item item, Payload payload, String product) {
        EventBuilder event = events.start(eventClass, activity, item.path(), product, name.asSent());
        event.inMetadata(metadata -> metadata.text("log_version", name.version())
                .text("correlation_uid", transportId())
                .text("tenant_uid", payload.at("org", "id")));
        timeOf(payload).addTo(event);
        return event;
    }

    OcsfEvent finish(EventBuilder event, Item item, Payload payload, String kind, Forwarding forwarding) {
        return name.isOfOtherVersion()
                ? events.finishWithOriginal(event, item, payload, kind, forwarding)
                : events.finish(event, item, payload, kind, forwarding);
    }

    /** Finishes an event that the mapping can make little of, with the original text attached. */
    OcsfEvent finishUnknown(EventBuilder event, Item item, Payload payload) {
        return events.finishUnknown(event, item, payload, Forwarding.ALWAYS);
    }

    private Provenance provenance() {
        return events.provenance();
    }
}
