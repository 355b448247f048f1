package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * Builds one event: classification first, with {@code type_uid}, {@code type_name} and all captions derived; then the
 * vendor's attributes in the order they are set; then observables, derived from the attributes; {@code unmapped} and
 * {@code raw_data} last, because some SIEMs look only at the beginning of a record.
 */
public final class EventBuilder {
    private final EventClass eventClass;
    private final EventClass.Activity activity;
    private final Attributes metadata = Attributes.create();
    private final Attributes attributes = Attributes.create();
    private final Attributes original = Attributes.create();
    private JsonNode unmapped = MissingNode.getInstance();
    private Severity severity = Severity.UNKNOWN;
    private String severityCaption = Severity.UNKNOWN.caption();
    private long timeMillis;
    private String message = "";

    public EventBuilder(EventClass eventClass, EventClass.Activity activity) {
        this.eventClass = eventClass;
        this.activity = activity;
    }

    public EventClass eventClass() {
        return eventClass;
    }

    public String activityName() {
        return activity.name();
    }

    /** {@code class_uid * 100 + activity_id}. */
    public long typeUid() {
        return eventClass.uid() * 100L + activity.id();
    }

    public EventBuilder severity(Severity value) {
        severity = value;
        severityCaption = value.caption();
        return this;
    }

    /** Severity 99 with the vendor's own word. */
    public EventBuilder otherSeverity(String vendorWord) {
        severity = Severity.OTHER;
        severityCaption = Captions.ofOther(Text.oneLine(vendorWord));
        return this;
    }

    /** Marks what a vendor's test button sent: labelled, and neither urgent nor an alert. */
    public EventBuilder markTest() {
        if (attributes.has("is_alert")) {
            attributes.bool("is_alert", false);
        }
        return severity(Severity.INFORMATIONAL).label("test");
    }

    public EventBuilder time(long epochMillis) {
        timeMillis = epochMillis;
        return this;
    }

    public long time() {
        return timeMillis;
    }

    /** One line a person can read. Line breaks and other control characters become spaces. */
    public EventBuilder message(String line) {
        message = Text.oneLine(line);
        return this;
    }

    public boolean hasMessage() {
        return !message.isEmpty();
    }

    /** {@code status_id} with its caption; its meaning depends on the class. */
    public EventBuilder status(int id, String caption) {
        attributes.choice("status_id", id, "status", caption);
        return this;
    }

    /** Names a profile whose attributes this event uses; without it the schema refuses them. */
    public EventBuilder profile(String name) {
        return inMetadata(data -> data.addText("profiles", name));
    }

    public EventBuilder label(String label) {
        return inMetadata(data -> data.addText("labels", label));
    }

    public EventBuilder inMetadata(Consumer<Attributes> content) {
        content.accept(metadata);
        return this;
    }

    /** The attributes of the class itself, at the top level of the event. */
    public Attributes attributes() {
        return attributes;
    }

    /** Vendor fields that have no attribute of their own, beside those already there. */
    public EventBuilder unmapped(JsonNode fields) {
        JsonNode more = Pruning.withoutEmpties(fields);
        if (unmapped instanceof ObjectNode present && more instanceof ObjectNode object) {
            // Either may be a part of the payload itself.
            unmapped = JsonNodeFactory.instance.objectNode().setAll(present);
            ((ObjectNode) unmapped).setAll(object);
        } else if (!more.isMissingNode()) {
            unmapped = more;
        }
        return this;
    }

    /** The original text of the item. */
    public EventBuilder rawData(String text, long bytes, String sha256Hex) {
        original.text("raw_data", text);
        original.object(
                "raw_data_hash",
                hash -> hash.choice("algorithm_id", 3, "algorithm", "SHA-256").text("value", sha256Hex));
        original.integer("raw_data_size", bytes);
        return this;
    }

    /**
     * The finished event.
     *
     * @param vendor the vendor's id, the key of its unmapped fields
     * @param kind one word for source types and tags
     */
    public OcsfEvent build(String vendor, String kind, Forwarding forwarding) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("class_uid", eventClass.uid());
        event.put("class_name", eventClass.caption());
        event.put("category_uid", eventClass.categoryUid());
        event.put("category_name", eventClass.categoryCaption());
        event.put("activity_id", activity.id());
        event.put("activity_name", activity.name());
        event.put("type_uid", typeUid());
        event.put("type_name", eventClass.caption() + ": " + activity.schemaCaption());
        event.put("severity_id", severity.id());
        event.put("severity", severityCaption);
        event.put("time", timeMillis);
        if (hasMessage()) {
            event.put("message", message);
        }
        event.set("metadata", metadata.json());
        event.setAll(attributes.json());
        Observables.addTo(event);
        if (!unmapped.isMissingNode()) {
            event.putObject("unmapped").set(vendor, unmapped);
        }
        event.setAll(original.json());
        return new OcsfEvent(eventClass, severity, vendor, kind, forwarding, event);
    }
}
