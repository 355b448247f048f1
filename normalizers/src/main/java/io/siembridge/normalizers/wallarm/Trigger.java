package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.vendor.Payload;

/** The customer's trigger that made a notification be sent. */
final class Trigger {
    static final String FEATURE = "Triggers";

    private Trigger() {}

    /** Names the trigger as the analytic behind a finding. */
    static void addTo(Attributes finding, Notification notification) {
        Payload name = notification.details().at("trigger_name");
        if (name.text().isPresent()) {
            finding.object("analytic", it -> it.text("name", name).choice("type_id", 1, "type", "Rule"));
        }
    }
}
