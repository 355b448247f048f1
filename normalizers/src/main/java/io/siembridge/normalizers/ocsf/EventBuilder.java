package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
    private final Attributes tail = Attributes.create();
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
        severityCaption = vendorWord;
        return this;
    }

    public EventBuilder time(long epochMillis) {
        timeMillis = epochMillis;
        return this;
    }

    /** One line a person can read. Line breaks and other control characters become spaces. */
    public EventBuilder message(String line) {
        message = oneLine(line);
        return this;
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

    /** Vendor fields that have no attribute of their own, under one key for the vendor, beside those already there. */
    public EventBuilder unmapped(String vendor, JsonNode fields) {
        if (fields.isObject()) {
            tail.object(
                    "unmapped",
                    unmapped -> unmapped.object(
                            vendor,
                            kept -> fields.properties().forEach(field -> kept.json(field.getKey(), field.getValue()))));
        } else {
            tail.object("unmapped", unmapped -> unmapped.json(vendor, fields));
        }
        return this;
    }

    /** The original text of the item. */
    public EventBuilder rawData(String text, long bytes, String sha256Hex) {
        tail.text("raw_data", text);
        tail.object(
                "raw_data_hash",
                hash -> hash.choice("algorithm_id", 3, "algorithm", "SHA-256").text("value", sha256Hex));
        tail.integer("raw_data_size", bytes);
        return this;
    }

    /**
     * The finished event.
     *
     * @param vendor the vendor's id
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
        if (!message.isBlank()) {
            event.put("message", message);
        }
        event.set("metadata", metadata.json());
        event.setAll(attributes.json());
        Observables.addTo(event);
        event.setAll(tail.json());
        return new OcsfEvent(eventClass, severity, vendor, kind, forwarding, event);
    }

    /** Text on one line: each run of control characters, line and paragraph separators becomes one space. */
    public static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ").strip();
    }
}
