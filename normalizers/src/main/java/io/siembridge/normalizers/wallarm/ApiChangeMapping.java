package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Text;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An endpoint that API Discovery found new, changed or no longer used, as the change of an entity. */
final class ApiChangeMapping implements Mapping {
    static final String TYPE = "api_structure_changed";
    static final String FEATURE = "API Discovery";

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        if (!notification.type().equals(TYPE)) {
            return Optional.empty();
        }
        Payload details = notification.details();
        String change = Text.oneLine(Given.text(details.at("change_type")).orElse(""));
        ApiEndpoint endpoint = ApiEndpoint.takenFrom(details);
        String name = endpoint.isKnown() ? endpoint.shown() : "Unnamed API endpoint";
        EventBuilder event = events.start(notification, EventClass.ENTITY_MANAGEMENT, activity(change), FEATURE);
        event.severity(events.severities().ofNotification(TYPE))
                .status(1, "Success")
                .message(message(endpoint, change));
        event.attributes()
                .object(
                        "entity",
                        entity -> entity.choice("type_id", 99, "type", ApiEndpoint.TYPE)
                                .text("uid", endpoint.isKnown() ? name : "")
                                .text("name", name)
                                .object("data", data -> addData(data, details)))
                .object("actor", actor -> actor.text("app_name", "Wallarm API Discovery"));
        return Optional.of(event);
    }

    private static String message(ApiEndpoint endpoint, String change) {
        String name = endpoint.isKnown() ? endpoint.shown() : "without a name";
        return switch (change.toLowerCase(Locale.ROOT)) {
            case "added" -> "New endpoint " + name + " was discovered";
            case "removed" -> "Endpoint " + name + " was removed";
            case "unused", "excluded" -> "Endpoint " + name + " is no longer used";
            case "", "changed" -> "Endpoint " + name + " has changed";
            default -> "Endpoint " + name + ": " + change;
        };
    }

    private static Activity activity(String change) {
        EventClass entity = EventClass.ENTITY_MANAGEMENT;
        return switch (change.toLowerCase(Locale.ROOT)) {
            case "" -> entity.activity(0);
            case "added" -> entity.activity(1);
            case "changed" -> entity.activity(3);
            case "removed" -> entity.activity(4);
            case "unused", "excluded" -> entity.activity(11);
            default -> entity.otherActivity(change);
        };
    }

    private static void addData(Attributes data, Payload details) {
        for (String name : List.of("application", "change_type", "parameters", "link")) {
            data.json(name, details.at(name));
        }
    }
}
