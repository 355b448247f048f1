package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import java.util.Optional;
import java.util.Set;

/** The number of requests in an hour, as a base event that is forwarded only where statistics are wanted. */
final class StatisticsMapping implements Mapping {
    /** The last one ends in what the vendor's connector for Microsoft Sentinel adds to the name of a table. */
    static final Set<String> TYPES = Set.of("requests_per_hour", "number_of_requests_per_hour", "requests_per_hour_cl");

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        if (!TYPES.contains(notification.type())) {
            return Optional.empty();
        }
        Activity activity = EventClass.BASE_EVENT.otherActivity("Statistics");
        EventBuilder event = events.start(notification, EventClass.BASE_EVENT, activity, "Statistics");
        event.severity(events.severities().ofNotification("requests_per_hour"))
                .status(1, "Success")
                .message(notification.summary().orElse("Number of requests per hour"));
        Given.first(notification.details(), "count", "requests", "requests_count")
                .ifPresent(count -> event.attributes().integer("count", count));
        return Optional.of(event);
    }
}
