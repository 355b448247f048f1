package io.siembridge.normalizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Webhooks that tests make up, received at a fixed moment, and what comes of them. */
public final class Webhooks {
    public static final Instant RECEIVED = Instant.parse("2026-01-15T12:00:00Z");
    public static final Map<String, String> NO_HEADERS = Map.of();

    private static final String RECEIPT = "01KF0DYQ00SAMPLE0000000000";

    private Webhooks() {}

    public static Normalization normalize(
            Vendor vendor, byte[] body, Map<String, String> headers, NormalizerSettings settings)
            throws MalformedPayloadException {
        return vendor.normalizer(settings).normalize(body, provenance(vendor, body, headers));
    }

    /** Normalizes JSON as the vendor's default settings have it. */
    public static Normalization normalize(Vendor vendor, String json) {
        try {
            return normalize(vendor, bytes(json), NO_HEADERS, NormalizerSettings.defaultsFor(vendor));
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    /** The event of JSON that must give exactly one. */
    public static OcsfEvent only(Vendor vendor, String json) {
        return only(normalize(vendor, json));
    }

    public static OcsfEvent only(Normalization normalization) {
        List<OcsfEvent> events = normalization.events();
        if (events.size() != 1) {
            throw new AssertionError("One event expected: " + events);
        }
        return events.get(0);
    }

    public static NormalizerSettings withRawData(Vendor vendor) {
        return new NormalizerSettings(true, vendor.severities(), Optional.empty());
    }

    static Provenance provenance(Vendor vendor, byte[] body, Map<String, String> headers) {
        String label = vendor.verification() instanceof HmacSignature hmac
                ? "verified:" + hmac.algorithm().id()
                : "verified:header-token";
        return new Provenance(RECEIPT, vendor.id(), RECEIVED, label, headers, EventFactory.sha256(body));
    }

    /** What a consumer reads: the event parsed again from its bytes. */
    public static JsonNode read(OcsfEvent event) {
        return json(event.toBytes());
    }

    /** The values of a tree that an event made of it lacks. */
    public static List<String> lost(Vendor vendor, JsonNode tree, OcsfEvent event) {
        return Scalars.ofEvent(event.json()).lost(tree, Exceptions.of(vendor));
    }

    /** Text written with apostrophes in place of quotation marks. */
    public static String quoted(String apostrophes) {
        return apostrophes.replace('\'', '"');
    }

    /** A tree written with apostrophes in place of quotation marks. */
    public static JsonNode json(String apostrophes) {
        return json(bytes(quoted(apostrophes)));
    }

    public static ObjectNode object(String apostrophes) {
        return (ObjectNode) json(apostrophes);
    }

    public static JsonNode json(byte[] bytes) {
        try {
            return SampleCase.JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a tree; a lone surrogate is escaped, where a string could not carry it. */
    public static byte[] bytes(JsonNode json) {
        try {
            return SampleCase.JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
