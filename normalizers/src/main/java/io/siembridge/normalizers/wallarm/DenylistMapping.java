package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Optional;

/** An address that was put on the denylist, as a detection finding under a security control. */
final class DenylistMapping implements Mapping {
    static final String TYPE = "ip_blocked";

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        if (!notification.type().equals(TYPE)) {
            return Optional.empty();
        }
        Payload details = notification.details();
        Optional<String> address = Given.text(details.at("ip")).or(notification.description()::denylistedAddress);
        String object = address.orElseGet(() -> WallarmEvents.objectOf(notification));
        EventBuilder event = events.startDetection(notification, Trigger.FEATURE, object, "IP address denylisted");
        event.attributes().object("finding_info", finding -> {
            finding.addText("types", TYPE);
            Trigger.addTo(finding, notification);
        });
        event.message("IP address" + address.map(ip -> " " + ip).orElse("") + " was denylisted"
                + Given.text(details.at("reason")).map(reason -> ": " + reason).orElse(""));
        event.profile("security_control")
                .attributes()
                .choice("action_id", 2, "action", "Denied")
                .choice("disposition_id", 2, "disposition", "Blocked")
                .add("evidences", evidence -> addEvidence(evidence, notification));
        return Optional.of(event);
    }

    private static void addEvidence(Attributes evidence, Notification notification) {
        Payload details = notification.details();
        Attributes source = Attributes.create().ip("ip", details.at("ip"));
        if (source.isEmpty()) {
            notification.description().denylistedAddress().ifPresent(address -> source.ip("ip", address));
        }
        evidence.set("src_endpoint", source);
        evidence.object("data", data -> {
            for (String name : List.of("reason", "expire_at", "application")) {
                data.json(name, details.at(name));
            }
            if (source.isEmpty()) {
                data.json("ip", details.at("ip"));
            }
        });
    }
}
