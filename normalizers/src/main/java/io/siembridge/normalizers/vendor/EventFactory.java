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

/**
 * Starts and finishes the events of one webhook with what is the same for every vendor: schema version, identity,
 * source, receipt, verification, the remainder of the payload and its original text.
 */
public final class EventFactory {
    static final String SCHEMA_VERSION = "1.8.0";
    private static final int UID_DIGITS = 32;

    private final Vendor vendor;
    private final NormalizerSettings settings;
    private final Provenance provenance;

    public EventFactory(Vendor vendor, NormalizerSettings settings, Provenance provenance) {
        this.vendor = vendor;
        this.settings = settings;
        this.provenance = provenance;
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
     * @param product {@code metadata.product.name}, which also names the log provider
     * @param eventCode the vendor's event name as sent
     */
    public EventBuilder start(
            EventClass eventClass, Activity activity, String itemPath, String product, String eventCode) {
        EventBuilder event = new EventBuilder(eventClass, activity);
        long received = provenance.received().toEpochMilli();
        event.time(received);
        event.inMetadata(metadata -> metadata.text("version", SCHEMA_VERSION)
                .object(
                        "product",
                        it -> it.text("vendor_name", vendor.displayName()).text("name", product))
                .text("uid", uid(itemPath, event.typeUid()))
                .text("event_code", eventCode)
                .text("log_name", provenance.source())
                .text("log_provider", product)
                .integer("logged_time", received)
                .text("tenant_uid", settings.tenant())
                .addText("labels", provenance.verification())
                .add(
                        "loggers",
                        it -> it.text("name", "siem-bridge")
                                .text("log_name", provenance.source())
                                .text("event_uid", provenance.webhook())
                                .integer("logged_time", received)));
        return event;
    }

    /**
     * Finishes a known event: what nobody took of the payload becomes {@code unmapped}, and the original text is added
     * if the settings or the payload itself ask for it.
     */
    public OcsfEvent finish(EventBuilder event, Item item, Payload payload, String kind, Forwarding forwarding) {
        if (settings.rawData() || item.isAmbiguous()) {
            return finishWithOriginal(event, item, payload, kind, forwarding);
        }
        event.unmapped(vendor.id(), payload.remainder());
        return event.build(vendor.id(), kind, forwarding);
    }

    /** Finishes an event that carries the original text whatever the settings say: the mapping may have misread it. */
    public OcsfEvent finishWithOriginal(
            EventBuilder event, Item item, Payload payload, String kind, Forwarding forwarding) {
        event.unmapped(vendor.id(), payload.remainder());
        addRawData(event, item, payload);
        return event.build(vendor.id(), kind, forwarding);
    }

    /**
     * An item of a kind the mapping does not know, as a base event with the original attached.
     *
     * @param vendorWord what the vendor calls it, or a phrase such as {@code Unrecognised item}; becomes the activity
     */
    public OcsfEvent unknown(Item item, Payload payload, String product, String vendorWord) {
        EventBuilder event = start(
                EventClass.BASE_EVENT,
                EventClass.BASE_EVENT.otherActivity(EventBuilder.oneLine(vendorWord)),
                item.path(),
                product,
                vendorWord);
        event.message(vendor.displayName() + " sent an event of a kind this version does not map: " + vendorWord);
        return finishUnknown(event, item, payload, Forwarding.ALWAYS);
    }

    /** Finishes an event of a kind the mapping does not know: whatever it was filled with, the original is attached. */
    public OcsfEvent finishUnknown(EventBuilder event, Item item, Payload payload, Forwarding forwarding) {
        return finishWithOriginal(event, item, payload, "event", forwarding);
    }

    /**
     * {@code metadata.uid}: the first 128 bits of a digest over source, body, place in the body and type, so the same
     * delivery sent twice gives the same uid and a SIEM can drop the repeat.
     */
    private String uid(String itemPath, long typeUid) {
        String identity =
                String.join("\n", provenance.source(), provenance.bodySha256(), itemPath, Long.toString(typeUid));
        return sha256(identity.getBytes(StandardCharsets.UTF_8)).substring(0, UID_DIGITS);
    }

    private static void addRawData(EventBuilder event, Item item, Payload payload) {
        String text = payload.hidesAnything() ? payload.json().toString() : item.text();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        event.rawData(text, bytes.length, sha256(bytes));
    }

    /** SHA-256 as 64 lower-case hex digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** A {@code cwe} object for an id such as {@code CWE-79}. */
    public static Attributes cwe(String id) {
        Attributes cwe = Attributes.create().text("uid", id);
        if (id.matches("CWE-[0-9]{1,9}")) {
            cwe.text("src_url", "https://cwe.mitre.org/data/definitions/" + id.substring(4) + ".html");
        }
        return cwe;
    }
}
