package io.siembridge.app.watch;

import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The vendor's own test delivery among the samples: the one whose events a SIEM sees labelled as a test. */
final class TestSamples {
    private static final String ANY_DIGEST = "0".repeat(64);

    private final Map<String, Optional<Sample>> byVendor = new HashMap<>();

    Optional<Sample> of(Vendor vendor) {
        return byVendor.computeIfAbsent(
                vendor.id(),
                any -> new Samples(List.of(vendor))
                        .all().stream().filter(TestSamples::isTest).findFirst());
    }

    private static boolean isTest(Sample sample) {
        Map<String, String> headers = new HashMap<>();
        sample.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        Vendor vendor = sample.vendor();
        try {
            List<OcsfEvent> events = vendor.normalizer(NormalizerSettings.defaultsFor(vendor))
                    .normalize(
                            sample.payload(), new Provenance("", vendor.id(), Instant.EPOCH, "", headers, ANY_DIGEST))
                    .events();
            return !events.isEmpty() && events.stream().allMatch(event -> event.forwarding() == Forwarding.TEST);
        } catch (MalformedPayloadException unreadable) {
            return false;
        }
    }
}
