package io.siembridge.app.destination.syslog;

import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import java.util.ArrayList;
import java.util.List;

/** The events of every bundled sample, hostile ones included. */
public final class SampleEvents {
    private SampleEvents() {}

    public static List<OcsfEvent> all() {
        List<OcsfEvent> events = new ArrayList<>();
        for (Sample sample : new Samples(Vendors.all()).all()) {
            try {
                events.addAll(sample.normalize().events());
            } catch (MalformedPayloadException notJson) {
                // Then it has no events.
            }
        }
        return events;
    }
}
