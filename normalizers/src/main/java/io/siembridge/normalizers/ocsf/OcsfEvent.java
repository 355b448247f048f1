package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One finished OCSF event. It is immutable: the tree behind {@link #json()} is shared for speed and must not be changed.
 */
public final class OcsfEvent {
    private static final JsonMapper WRITER = new JsonMapper();

    private final EventClass eventClass;
    private final Severity severity;
    private final String vendor;
    private final String kind;
    private final Forwarding forwarding;
    private final ObjectNode json;

    OcsfEvent(
            EventClass eventClass,
            Severity severity,
            String vendor,
            String kind,
            Forwarding forwarding,
            ObjectNode json) {
        this.eventClass = eventClass;
        this.severity = severity;
        this.vendor = vendor;
        this.kind = kind;
        this.forwarding = forwarding;
        this.json = json;
    }

    public EventClass eventClass() {
        return eventClass;
    }

    public Severity severity() {
        return severity;
    }

    /** The vendor's id, such as {@code snyk}. */
    public String vendor() {
        return vendor;
    }

    /** What the event is to its vendor in one word ({@code issue}, {@code attack}): for source types and tags. */
    public String kind() {
        return kind;
    }

    public Forwarding forwarding() {
        return forwarding;
    }

    /** {@code metadata.uid}: the same for the same bytes from the same source. */
    public String uid() {
        return text("metadata", "uid").orElseThrow();
    }

    /** {@code time}: when it happened, in milliseconds since 1970. */
    public long timeMillis() {
        return json.path("time").longValue();
    }

    /** The configured source the webhook came in by. */
    public String source() {
        return text("metadata", "log_name").orElseThrow();
    }

    /** The receipt id of the webhook this event came from. */
    public String receipt() {
        return json.path("metadata").path("loggers").path(0).path("event_uid").asText();
    }

    /** The text of a scalar attribute by its path; empty where the event has none. */
    public Optional<String> text(String... path) {
        JsonNode at = json;
        for (String step : path) {
            at = at.path(step);
        }
        return Attributes.scalarText(at);
    }

    /** The event as a tree, to be read only. */
    public JsonNode json() {
        return json;
    }

    /**
     * The same event, stamped with the moment the bridge hands it to a destination. Only this stamp differs from one
     * attempt to the next; the uid does not depend on it.
     */
    public OcsfEvent transmittedAt(Instant moment) {
        ObjectNode stamped = json.objectNode();
        stamped.setAll(json);
        ObjectNode metadata = json.objectNode();
        metadata.setAll((ObjectNode) Objects.requireNonNull(json.get("metadata")));
        ObjectNode logger = metadata.path("loggers").path(0).deepCopy();
        logger.put("transmit_time", moment.toEpochMilli());
        metadata.put("processed_time", moment.toEpochMilli());
        metadata.set("loggers", json.arrayNode().add(logger));
        stamped.set("metadata", metadata);
        return new OcsfEvent(eventClass, severity, vendor, kind, forwarding, stamped);
    }

    /**
     * The event as compact JSON in UTF-8, without a line break. Half a surrogate pair, which is no character and which
     * strict receivers refuse together with everything around it, becomes U+FFFD.
     */
    public byte[] toBytes() {
        try {
            // Jackson writes every surrogate as an escape.
            byte[] text = WRITER.writeValueAsBytes(json);
            HalfPairs.replaceIn(text);
            return text;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree of plain values could not be written as JSON", impossible);
        }
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
