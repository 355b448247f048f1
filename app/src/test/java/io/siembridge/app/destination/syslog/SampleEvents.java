package io.siembridge.app.destination.syslog;

import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The events of every bundled sample, hostile ones included. */
public final class SampleEvents {
    private static final Path SAMPLES = Path.of("..", "samples");
    private static final String RECEIPT = "01KF0DYQ00SAMPLE0000000000";
    private static final Instant RECEIVED = Instant.parse("2026-01-15T12:00:00Z");

    private SampleEvents() {}

    public static List<OcsfEvent> all() throws IOException {
        List<OcsfEvent> events = new ArrayList<>();
        for (Vendor vendor : Vendors.all()) {
            try (Stream<Path> cases = Files.list(SAMPLES.resolve(vendor.id()))) {
                for (Path each : cases.sorted().toList()) {
                    events.addAll(events(vendor, Files.readAllBytes(each.resolve("payload.json"))));
                }
            }
        }
        return events;
    }

    private static List<OcsfEvent> events(Vendor vendor, byte[] body) {
        Provenance provenance = new Provenance(RECEIPT, vendor.id(), RECEIVED, "unverified", Map.of(), "0".repeat(64));
        try {
            return vendor.normalizer(NormalizerSettings.defaultsFor(vendor))
                    .normalize(body, provenance)
                    .events();
        } catch (MalformedPayloadException notJson) {
            return List.of();
        }
    }
}
