package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The regular update of an API specification that failed, as an application error. The vendor documents that this is
 * notified but not under which name, so a name that says both is taken for it.
 */
final class SpecificationMapping implements Mapping {
    /** The word in the severity table. */
    static final String TYPE = "specification_update_failed";

    private static final Pattern SAYS_SPECIFICATION =
            Pattern.compile("(?:^|_)(?:api_?)?spec(?:s|ification|ifications)?(?:_|$)");
    private static final Pattern SAYS_FAILURE = Pattern.compile("error|fail|broken");

    static boolean isMeantBy(String type) {
        return SAYS_SPECIFICATION.matcher(type).find()
                && SAYS_FAILURE.matcher(type).find();
    }

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        if (!isMeantBy(notification.type())) {
            return Optional.empty();
        }
        EventBuilder event = events.start(
                notification,
                EventClass.APPLICATION_ERROR,
                EventClass.APPLICATION_ERROR.activity(1),
                "API Specifications");
        event.severity(events.severities().ofNotification(TYPE))
                .status(2, "Failure")
                .message(notification.summary().orElse("The update of an API specification failed"));
        Given.first(notification.details(), "reason", "error", "message")
                .ifPresent(reason -> event.attributes().text("status_detail", reason));
        return Optional.of(event);
    }
}
