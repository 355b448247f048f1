package io.siembridge.normalizers.soveren;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.SampleCase;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Event objects for tests, made up or taken from the samples. */
final class Payloads {
    static final SoverenVendor VENDOR = new SoverenVendor();
    static final NormalizerSettings DEFAULTS = NormalizerSettings.defaultsFor(VENDOR);

    private Payloads() {}

    static Normalization normalize(byte[] body, NormalizerSettings settings) throws MalformedPayloadException {
        return Webhooks.normalize(VENDOR, body, Webhooks.NO_HEADERS, settings);
    }

    static Normalization normalize(String body) throws MalformedPayloadException {
        return normalize(Webhooks.bytes(body), DEFAULTS);
    }

    /** The event of an object that must give exactly one. */
    static OcsfEvent eventOf(JsonNode object) {
        return eventOf(object, DEFAULTS);
    }

    static OcsfEvent eventOf(JsonNode object, NormalizerSettings settings) {
        try {
            return Webhooks.only(normalize(Webhooks.bytes(object), settings));
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    /** The sample of an event type or trap whose body is one object. */
    static ObjectNode sample(String name) {
        try {
            return (ObjectNode)
                    Webhooks.json(SampleCase.named("soveren/" + name).payload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
