package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Text;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.EventTime;
import io.siembridge.normalizers.vendor.Item;
import java.util.Optional;

/**
 * Starts and finishes the event of one item with what all Soveren events have in common, whatever their class: time,
 * number, category, one line of text, the test label.
 */
final class SoverenEvents {
    /** Vendor and product are one. */
    private static final String PRODUCT = "Soveren";

    private final EventFactory factory;
    private final Item item;
    private final EventObject object;
    private final Severities severities;
    private final boolean test;

    SoverenEvents(EventFactory factory, Item item, EventObject object) {
        this.factory = factory;
        this.item = item;
        this.object = object;
        this.severities = new Severities(factory.settings().severities());
        this.test = TestDelivery.isTest(object);
    }

    Severities severities() {
        return severities;
    }

    EventBuilder start(EventClass eventClass, Activity activity) {
        EventBuilder event = factory.start(
                eventClass,
                activity,
                item.path(),
                PRODUCT,
                object.at("event_type").take().orElse(""));
        EventTime.set(event, object.at("time"));
        event.inMetadata(metadata -> metadata.object(
                        "product",
                        product -> product.object("feature", feature -> feature.text("name", object.at("category"))))
                .text("original_event_uid", object.number()));
        setMessage(event);
        return event;
    }

    OcsfEvent finish(EventBuilder event, String kind) {
        return factory.finish(event, item, object.payload(), kind, forwarding());
    }

    /** Finishes the event of a type whose meaning only its name tells. */
    OcsfEvent finishWithOriginal(EventBuilder event, String kind) {
        return factory.finishWithOriginal(event, item, object.payload(), kind, forwarding());
    }

    /**
     * The event of an item of a type this version does not know, or of none. What every event object has is still
     * understood: time, title, number and sensitivity, so a new type of violation is neither late nor unrated.
     */
    OcsfEvent unknown() {
        EventBuilder event = start(
                EventClass.BASE_EVENT,
                EventClass.BASE_EVENT.otherActivity(object.text("event_type").orElse("")));
        severities.rateUnknown(event, object);
        return factory.finishUnknown(event, item, object.payload(), forwarding());
    }

    private void setMessage(EventBuilder event) {
        Optional<String> title = object.text("title");
        Optional<String> line = title.map(Text::oneLine).filter(text -> !text.isEmpty());
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

    private Forwarding forwarding() {
        return test ? Forwarding.TEST : Forwarding.ALWAYS;
    }
}
