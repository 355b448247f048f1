package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import java.util.Optional;

/** What every Soveren event carries, whatever its class: time, number, category, one line of text, the test label. */
final class Envelope {
    /** Vendor and product are one. */
    private static final String PRODUCT = "Soveren";

    static final String UNNAMED = "unrecognised";

    private final EventFactory events;
    private final Item item;
    private final EventObject object;
    private final boolean test;

    Envelope(EventFactory events, Item item, EventObject object) {
        this.events = events;
        this.item = item;
        this.object = object;
        this.test = TestDelivery.isTest(object);
    }

    /** The vendor's word for what it reports, or one that says it sent none. */
    String eventType() {
        return object.text("event_type").orElse(UNNAMED);
    }

    boolean isTest() {
        return test;
    }

    EventBuilder open(EventClass eventClass, Activity activity) {
        EventBuilder event = events.start(eventClass, activity, item.path(), PRODUCT, eventType());
        object.at("event_type").take();
        OccurrenceTime.set(event, object.at("time"));
        event.inMetadata(metadata -> metadata.object(
                        "product",
                        product -> product.object("feature", feature -> feature.text("name", object.at("category"))))
                .text("original_event_uid", object.number()));
        setMessage(event);
        return event;
    }

    OcsfEvent finish(EventBuilder event, String kind) {
        markTest(event);
        return events.finish(event, item, object.payload(), kind, forwarding());
    }

    OcsfEvent finishUnknown(EventBuilder event) {
        markTest(event);
        return events.finishUnknown(event, item, object.payload(), forwarding());
    }

    private void setMessage(EventBuilder event) {
        Optional<String> title = object.text("title");
        Optional<String> line = title.map(EventBuilder::oneLine).filter(text -> !text.isEmpty());
        event.message(line.orElseGet(this::titleOfUntitled));
        if (line.equals(title)) {
            object.at("title").take();
        }
    }

    private String titleOfUntitled() {
        return object.text("event_type")
                .map(type -> PRODUCT + " reports " + type.replace('_', ' '))
                .orElse(PRODUCT + " sent something that names no event type");
    }

    private void markTest(EventBuilder event) {
        if (test) {
            event.label("test").severity(Severity.INFORMATIONAL);
        }
    }

    private Forwarding forwarding() {
        return test ? Forwarding.TEST : Forwarding.ALWAYS;
    }
}
