package io.siembridge.normalizers.soda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.Payload;
import io.siembridge.normalizers.vendor.SeverityTable;

/**
 * One message: an envelope with the name of the event, around one subject or several. The mappings describe a subject;
 * what all messages have in common is done here.
 */
final class Delivery {
    static final String PRODUCT = "Soda Cloud";
    static final String LABEL = "data-quality";

    /** What the envelope holds beside its subjects is repeated in each event, unless that would multiply a large one. */
    private static final int MAX_REPEATED_CHARACTERS = 2_000;

    private final EventFactory events;
    private final Item item;
    private final Payload envelope;
    private final String eventCode;
    private JsonNode repeated = MissingNode.getInstance();
    private int finishedParts;

    Delivery(EventFactory events, Item item, Payload envelope, String eventCode) {
        this.events = events;
        this.item = item;
        this.envelope = envelope;
        this.eventCode = eventCode;
    }

    Payload envelope() {
        return envelope;
    }

    EventBuilder start(EventClass eventClass, Activity activity) {
        return start(eventClass, activity, item.path());
    }

    private EventBuilder start(EventClass eventClass, Activity activity, String path) {
        return events.start(eventClass, activity, path, PRODUCT, eventCode).label(LABEL);
    }

    /** Starts the event of one subject of several, known by its path in the message. */
    EventBuilder startPart(EventClass eventClass, Activity activity, String path) {
        return start(eventClass, activity, partPath(path));
    }

    /** The severity a word stands for, the word itself where the table does not know it. */
    void severity(EventBuilder event, String word) {
        SeverityTable table = events.settings().severities();
        Severity severity = table.of(Words.plain(word)).orElse(Severity.OTHER);
        if (severity == Severity.OTHER) {
            event.otherSeverity(word);
        } else {
            event.severity(severity);
        }
    }

    /** Finishes the event of a message that is about one subject. */
    OcsfEvent finish(EventBuilder event, Payload subject, String kind, Forwarding forwarding) {
        event.unmapped("soda", subject.remainder());
        subject.markTaken();
        event.unmapped("soda", surroundings());
        envelope.markTaken();
        return events.finish(event, item, envelope, kind, forwarding);
    }

    /**
     * Finishes the event of one subject of several. The original text it may carry is that of the subject alone; only
     * where the tree of the message is not the whole truth, the first event keeps the whole text.
     */
    OcsfEvent finishPart(EventBuilder event, Payload subject, String path, String kind) {
        boolean first = finishedParts++ == 0;
        if (first && item.isAmbiguous()) {
            return finish(event, subject, kind, Forwarding.ALWAYS);
        }
        event.unmapped("soda", first ? surroundingsToRepeat() : repeated);
        Item part = item.part(partPath(path), subject.json());
        return events.finish(event, part, subject, kind, Forwarding.ALWAYS);
    }

    private JsonNode surroundingsToRepeat() {
        JsonNode surroundings = surroundings();
        if (surroundings.toString().length() <= MAX_REPEATED_CHARACTERS) {
            repeated = surroundings;
        }
        return surroundings;
    }

    boolean isAmbiguous() {
        return item.isAmbiguous();
    }

    /** The message as one event of a kind the mapping does not know. */
    OcsfEvent unknown() {
        EventBuilder event = start(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity(eventCode));
        event.message("Soda sent an event of a kind this version does not map: " + eventCode);
        return events.finishUnknown(event, item, envelope, Forwarding.ALWAYS);
    }

    /** A body is one message, but for bodies Soda is not known to send: the place of the first one says nothing. */
    private String partPath(String path) {
        return item.path().equals("[0]") ? path : item.path() + "." + path;
    }

    /** What stands in the envelope beside its subjects. */
    private JsonNode surroundings() {
        return JsonNodeFactory.instance.objectNode().set("delivery", envelope.remainder());
    }
}
