package io.siembridge.normalizers.soda;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Messages of Soda in short, with single quotes, and what comes of them. */
final class Messages {
    static final Instant RECEIVED = Instant.parse("2026-01-15T12:00:00Z");
    static final SodaVendor VENDOR = new SodaVendor();
    static final NormalizerSettings DEFAULTS = NormalizerSettings.defaultsFor(VENDOR);
    static final NormalizerSettings WITH_RAW_DATA = new NormalizerSettings(true, VENDOR.severities(), Optional.empty());

    private Messages() {}

    static String check(String results) {
        return "{'event':'checkEvaluation','checkResults':[" + results + "]}";
    }

    static String incident(String event, String incident) {
        return "{'event':'" + event + "','incident':" + incident + "}";
    }

    static OcsfEvent only(String body) {
        return only(normalize(body, DEFAULTS));
    }

    static OcsfEvent only(Normalization normalization) {
        assertThat(normalization.events()).hasSize(1);
        return normalization.events().get(0);
    }

    static String json(String text) {
        return text.replace('\'', '"');
    }

    static Normalization normalize(String body, NormalizerSettings settings) {
        byte[] bytes = json(body).getBytes(StandardCharsets.UTF_8);
        Provenance provenance = new Provenance(
                "01KF0DYQ00TEST0000000000000",
                "soda",
                RECEIVED,
                "verified:header-token",
                Map.of(),
                EventFactory.sha256(bytes));
        try {
            return VENDOR.normalizer(settings).normalize(bytes, provenance);
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }
}
