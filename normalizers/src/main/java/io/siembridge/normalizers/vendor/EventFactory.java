package io.siembridge.normalizers.vendor;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Starts and finishes the events of one webhook with what is the same for every vendor: schema version, identity,
 * source, receipt, verification, the remainder of the payload and its original text.
 */
public final class EventFactory {
    static final String SCHEMA_VERSION = "1.8.0";
    private static final int UID_DIGITS = 32;

    /** From the manifest of the jar; classes that are in none have no version. */
    private static final String BRIDGE_VERSION =
            Objects.requireNonNullElse(EventFactory.class.getPackage().getImplementationVersion(), "");

    private final Vendor vendor;
    private final NormalizerSettings settings;
    private final Provenance provenance;
    private final String bridgeVersion;
    private int started;

    public EventFactory(Vendor vendor, NormalizerSettings settings, Provenance provenance) {
        this(vendor, settings, provenance, BRIDGE_VERSION);
    }

    EventFactory(Vendor vendor, NormalizerSettings settings, Provenance provenance, String bridgeVersion) {
        this.vendor = vendor;
        this.settings = settings;
        this.provenance = provenance;
        this.bridgeVersion = bridgeVersion;
    }

    public Provenance provenance() {
        return provenance;
    }

    public NormalizerSettings settings() {
        return settings;
    }

    /**
     * An event with its metadata filled in, its time set to the time of receipt until a better one is known.
     *
     * @param itemPath path of the item in the body, such as {@code newIssues[0]}: part of the event's identity
     * @param productName {@code metadata.product.name}, which also names the log provider
     * @param eventCode the vendor's event name as sent
     * @throws TooManyEventsException for an item that is a list of more than any delivery has
     */
    public EventBuilder start(
            EventClass eventClass, Activity activity, String itemPath, String productName, String eventCode) {
        if (++started > PayloadReader.MAX_ITEMS) {
            throw new TooManyEventsException();
        }
        EventBuilder event = new EventBuilder(eventClass, activity);
        long received = provenance.received().toEpochMilli();
        event.time(received);
        Attributes product =
                Attributes.create().text("vendor_name", vendor.displayName()).text("name", productName);
        Attributes logger = Attributes.create()
                .text("name", "siem-bridge")
                .text("version", bridgeVersion)
                .text("log_name", provenance.source())
                .text("event_uid", provenance.webhook())
                .integer("logged_time", received);
        event.inMetadata(metadata -> metadata.text("version", SCHEMA_VERSION)
                .set("product", product)
                .text("uid", uid(itemPath, event.typeUid()))
                .text("event_code", eventCode)
                .text("log_name", provenance.source())
                .text("log_provider", productName)
                .integer("logged_time", received)
                .text("tenant_uid", settings.tenant())
                .addText("labels", provenance.verification())
                .add("loggers", logger));
        return event;
    }

    /**
     * Finishes a known event: what nobody took of the payload becomes {@code unmapped}, and the original text is added
     * if the settings or the payload itself ask for it.
     *
     * @param kind what the event is to its vendor in one word, for source types and tags
     */
    public OcsfEvent finish(EventBuilder event, Item item, Payload payload, String kind, Forwarding forwarding) {
        boolean withOriginal = settings.rawData() || item.isAmbiguous();
        return finish(event, item, payload, kind, forwarding, withOriginal);
    }

    /** Finishes an event that carries the original text whatever the settings say: the mapping may have misread it. */
    public OcsfEvent finishWithOriginal(
            EventBuilder event, Item item, Payload payload, String kind, Forwarding forwarding) {
        return finish(event, item, payload, kind, forwarding, true);
    }

    /**
     * Finishes an event of a kind the mapping does not know: whatever it was filled with, its status is unknown, the
     * original is attached, and it says so where it says nothing else.
     */
    public OcsfEvent finishUnknown(EventBuilder event, Item item, Payload payload, Forwarding forwarding) {
        event.status(0, "Unknown");
        if (!event.hasMessage()) {
            event.message(vendor.displayName() + " sent something this version cannot map: " + event.activityName());
        }
        return finish(event, item, payload, "event", forwarding, true);
    }

    private OcsfEvent finish(
            EventBuilder event, Item item, Payload payload, String kind, Forwarding forwarding, boolean withOriginal) {
        if (forwarding == Forwarding.TEST) {
            event.markTest();
        }
        event.unmapped(payload.remainder());
        if (withOriginal) {
            addRawData(event, item, payload);
        }
        return event.build(vendor.id(), kind, forwarding);
    }

    /**
     * {@code metadata.uid}: the first 128 bits of a digest over source, body, place in the body and type, so the same
     * delivery sent twice gives the same uid and a SIEM can drop the repeat.
     */
    private String uid(String itemPath, long typeUid) {
        return digest(provenance.source(), provenance.bodySha256(), itemPath, Long.toString(typeUid));
    }

    private static void addRawData(EventBuilder event, Item item, Payload payload) {
        String text =
                payload.allowsOriginal(item) ? item.text() : payload.json().toString();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        event.rawData(text, bytes.length, sha256(bytes));
    }

    /** SHA-256 as 64 lower-case hex digits. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(hash(bytes));
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** What stands for a thing that has no id: 32 digits of a digest over the parts that make it the thing it is. */
    public static String digest(String... parts) {
        byte[] hash = hash(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, UID_DIGITS / 2);
    }

    /** Ends the normalizing of a body that would become more events than memory is meant for. */
    static final class TooManyEventsException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
