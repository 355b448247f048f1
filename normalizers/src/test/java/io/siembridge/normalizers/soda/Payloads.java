package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;

/** Messages for tests, written with apostrophes. */
final class Payloads {
    static final SodaVendor VENDOR = new SodaVendor();
    static final NormalizerSettings DEFAULTS = NormalizerSettings.defaultsFor(VENDOR);
    static final NormalizerSettings WITH_RAW_DATA = Webhooks.withRawData(VENDOR);

    private Payloads() {}

    static String check(String results) {
        return "{'event':'checkEvaluation','checkResults':[" + results + "]}";
    }

    static String incident(String event, String incident) {
        return "{'event':'" + event + "','incident':" + incident + "}";
    }

    static OcsfEvent only(String body) {
        return Webhooks.only(normalize(body, DEFAULTS));
    }

    static Normalization normalize(String body, NormalizerSettings settings) {
        try {
            return Webhooks.normalize(VENDOR, Webhooks.bytes(Webhooks.quoted(body)), Webhooks.NO_HEADERS, settings);
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }
}
