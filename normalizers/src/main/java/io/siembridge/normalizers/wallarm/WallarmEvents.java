package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Payload;

/** Starts and finishes the events of one webhook with what all notifications have in common. */
final class WallarmEvents {
    private static final String PRODUCT = "Wallarm API Security";

    private final EventFactory factory;
    private final Severities severities;

    WallarmEvents(EventFactory factory) {
        this.factory = factory;
        this.severities = new Severities(factory.settings().severities());
    }

    Severities severities() {
        return severities;
    }

    /** When the webhook arrived, in milliseconds since 1970. */
    long received() {
        return factory.provenance().received().toEpochMilli();
    }

    /** The customer's account at the vendor, as part of an identity. */
    String tenant(Notification notification) {
        return notification
                .details()
                .text("client_name")
                .or(factory.settings()::tenant)
                .orElse("");
    }

    /** @param feature the part of the product that reports */
    EventBuilder start(Notification notification, EventClass eventClass, Activity activity, String feature) {
        return begin(notification, eventClass, activity)
                .inMetadata(metadata -> metadata.object(
                        "product", product -> product.object("feature", it -> it.text("name", feature))));
    }

    /**
     * A detection finding about one object.
     *
     * @param object what the finding is about: part of its identity, so it must not change with time or wording
     */
    EventBuilder startDetection(Notification notification, String feature, String object, String title) {
        EventBuilder event =
                start(notification, EventClass.DETECTION_FINDING, EventClass.DETECTION_FINDING.activity(1), feature);
        event.severity(severities.ofNotification(notification.type())).status(1, "New");
        event.attributes()
                .bool("is_alert", true)
                .object(
                        "finding_info",
                        finding -> finding.text("uid", findingUid(notification, notification.type(), object))
                                .text("title", title));
        return event;
    }

    /** What a finding is about where nothing better is named: the trigger that fired, else all that is said. */
    static String objectOf(Notification notification) {
        return notification
                .details()
                .text("trigger_name")
                .orElseGet(() -> digest(notification.details().json().toString()));
    }

    /** {@code finding_info.uid}: the same for the same thing, whenever and however often it is reported. */
    String findingUid(Notification notification, String kind, String object) {
        return String.join(":", "wallarm", tenant(notification), kind, object);
    }

    /** Stands in an identity for something without an id. */
    static String digest(String... parts) {
        return "sha256-" + EventFactory.digest(parts);
    }

    OcsfEvent finish(Notification notification, EventBuilder event) {
        return factory.finish(
                event, notification.item(), notification.payload(), kind(event.eventClass()), forwarding(notification));
    }

    /** A notification of no known kind, or without what its kind demands. */
    OcsfEvent unknown(Notification notification) {
        EventBuilder event = begin(
                notification, EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity(notification.typeAsSent()));
        notification.summary().ifPresent(event::message);
        return factory.finishUnknown(event, notification.item(), notification.payload(), forwarding(notification));
    }

    private EventBuilder begin(Notification notification, EventClass eventClass, Activity activity) {
        Payload account = notification.details().at("client_name");
        return factory.start(eventClass, activity, notification.item().path(), PRODUCT, notification.typeAsSent())
                .inMetadata(metadata -> metadata.text("tenant_uid", account));
    }

    private static Forwarding forwarding(Notification notification) {
        if (notification.isTest()) {
            return Forwarding.TEST;
        }
        return StatisticsMapping.TYPES.contains(notification.type()) ? Forwarding.STATISTICS : Forwarding.ALWAYS;
    }

    /** One word for source types and tags. */
    private static String kind(EventClass eventClass) {
        return switch (eventClass) {
            case HTTP_ACTIVITY -> "attack";
            case VULNERABILITY_FINDING -> "issue";
            case DETECTION_FINDING -> "alert";
            case ACCOUNT_CHANGE, ENTITY_MANAGEMENT, USER_ACCESS -> "audit";
            default -> "event";
        };
    }
}
