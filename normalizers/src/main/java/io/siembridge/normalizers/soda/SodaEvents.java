package io.siembridge.normalizers.soda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.Payload;

/**
 * Starts and finishes the events of one message with what all Soda events have in common. A message is an envelope with
 * the name of the event, around one subject or several; the mappings describe a subject.
 */
final class SodaEvents {
    private static final String PRODUCT = "Soda Cloud";
    private static final String LABEL = "data-quality";

    /** What the envelope holds beside its subjects is repeated in each event, unless that would multiply a large one. */
    private static final int MAX_REPEATED_CHARACTERS = 2_000;

    private final EventFactory factory;
    private final Item item;
    private final Payload message;
    private final String eventCode;
    private JsonNode repeated = MissingNode.getInstance();
    private int finishedParts;

    SodaEvents(EventFactory factory, Item item, Payload message, String eventCode) {
        this.factory = factory;
        this.item = item;
        this.message = message;
        this.eventCode = eventCode;
    }

    Payload message() {
        return message;
    }

    boolean isAmbiguous() {
        return item.isAmbiguous();
    }

    EventBuilder start(EventClass eventClass, Activity activity) {
        return start(eventClass, activity, item);
    }

    /** Starts the event of one subject of several, which is an item of its own. */
    EventBuilder start(EventClass eventClass, Activity activity, Item part) {
        return factory.start(eventClass, activity, part.path(), PRODUCT, eventCode)
                .label(LABEL);
    }

    /** One subject of several, by its place in the message. */
    Item part(String path, Payload subject) {
        return item.part(path, subject.json());
    }

    /** Gives an event the severity a word stands for. */
    void rate(EventBuilder event, String word) {
        factory.settings().severities().rate(event, Words.plain(word), word);
    }

    /** Finishes the event of a message that is about one subject. */
    OcsfEvent finish(EventBuilder event, Payload subject, String kind, Forwarding forwarding) {
        event.unmapped(subject.remainder());
        subject.markTaken();
        event.unmapped(surroundings());
        message.markTaken();
        return factory.finish(event, item, message, kind, forwarding);
    }

    /**
     * Finishes the event of one subject of several. The original text it may carry is that of the subject alone; only
     * where the tree of the message is not the whole truth, the first event keeps the whole text.
     */
    OcsfEvent finish(EventBuilder event, Item part, Payload subject, String kind) {
        boolean first = finishedParts++ == 0;
        if (first && item.isAmbiguous()) {
            return finish(event, subject, kind, Forwarding.ALWAYS);
        }
        event.unmapped(first ? surroundingsToRepeat() : repeated);
        return factory.finish(event, part, subject, kind, Forwarding.ALWAYS);
    }

    /** The message as one event of a kind the mapping does not know. */
    OcsfEvent unknown() {
        EventBuilder event = start(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity(eventCode));
        return factory.finishUnknown(event, item, message, Forwarding.ALWAYS);
    }

    private JsonNode surroundingsToRepeat() {
        JsonNode surroundings = surroundings();
        if (surroundings.toString().length() <= MAX_REPEATED_CHARACTERS) {
            repeated = surroundings;
        }
        return surroundings;
    }

    /** What stands in the message beside its subjects. */
    private JsonNode surroundings() {
        return JsonNodeFactory.instance.objectNode().set("delivery", message.remainder());
    }
}
