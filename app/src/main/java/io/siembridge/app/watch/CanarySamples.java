package io.siembridge.app.watch;

import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Vendor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a canary is: the sample of the vendor's test button, whose events a SIEM sees labelled as a test. */
final class CanarySamples {
    private final Map<String, Optional<Sample>> byVendor = new HashMap<>();

    Optional<Sample> of(Vendor vendor) {
        return byVendor.computeIfAbsent(
                vendor.id(),
                any -> new Samples(List.of(vendor))
                        .all().stream().filter(CanarySamples::isTest).findFirst());
    }

    private static boolean isTest(Sample sample) {
        try {
            List<OcsfEvent> events = sample.normalize().events();
            return !events.isEmpty() && events.stream().allMatch(event -> event.forwarding() == Forwarding.TEST);
        } catch (MalformedPayloadException unreadable) {
            return false;
        }
    }
}
