package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.EventTime;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.Payload;
import io.siembridge.normalizers.vendor.SeverityTable;
import java.util.Optional;

/**
 * Starts and finishes the events of one webhook with what all Snyk events have in common, taken from its headers, its
 * project and its organisation.
 */
final class SnykEvents {
    static final String PRODUCT = "Snyk";

    private final EventFactory factory;
    private final EventName name;

    SnykEvents(EventFactory factory, EventName name) {
        this.factory = factory;
        this.name = name;
    }

    EventName name() {
        return name;
    }

    SeverityTable severities() {
        return factory.settings().severities();
    }

    /** The id Snyk gave this webhook; its log of deliveries shows it. */
    Optional<String> transportId() {
        return factory.provenance().header(SnykVendor.TRANSPORT_ID_HEADER);
    }

    EventBuilder start(EventClass eventClass, Activity activity, Item item, Payload payload, String product) {
        EventBuilder event = factory.start(eventClass, activity, item.path(), product, name.asSent());
        event.inMetadata(metadata -> metadata.text("log_version", name.version())
                .text("correlation_uid", transportId())
                .text("tenant_uid", payload.at("org", "id")));
        setTime(event, payload);
        return event;
    }

    OcsfEvent finish(EventBuilder event, Item item, Payload payload, String kind, Forwarding forwarding) {
        return name.isOfOtherVersion()
                ? factory.finishWithOriginal(event, item, payload, kind, forwarding)
                : factory.finish(event, item, payload, kind, forwarding);
    }

    /** A body of an event the mapping does not know, or of one it knows but cannot read. */
    OcsfEvent unknown(Item item, Payload payload) {
        return finishUnknown(startUnknown(item, payload, name.asSent(), PRODUCT), item, payload);
    }

    EventBuilder startUnknown(Item item, Payload payload, String word, String product) {
        return start(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity(word), item, payload, product);
    }

    OcsfEvent finishUnknown(EventBuilder event, Item item, Payload payload) {
        return factory.finishUnknown(event, item, payload, Forwarding.ALWAYS);
    }

    /** {@code X-Snyk-Timestamp}, else the project's last test, else the time of receipt. */
    private void setTime(EventBuilder event, Payload payload) {
        Optional<String> header = factory.provenance().header(SnykVendor.TIMESTAMP_HEADER);
        Optional<EventTime> sent = header.flatMap(EventTime::read);
        Payload lastTested = payload.at("project", "lastTestedDate");
        if (sent.isPresent() || EventTime.read(lastTested).isEmpty()) {
            event.inMetadata(metadata -> metadata.text("original_time", header));
            sent.ifPresent(time -> time.addTo(event));
        } else {
            EventTime.set(event, lastTested);
        }
    }
}
