package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Text;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Addresses, domains or services that came into or left the known network perimeter, as the change of an entity. */
final class ExposedAssetMapping implements Mapping {
    static final String TYPE = "scope_object";

    private static final int MAX_SHOWN = 5;

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        String type = notification.type();
        if (!type.startsWith(TYPE) && !type.startsWith("new_" + TYPE)) {
            return Optional.empty();
        }
        List<Payload> objects = notification.details().at("data").elements();
        EventBuilder event =
                events.start(notification, EventClass.ENTITY_MANAGEMENT, activity(type, objects), "Exposed Assets");
        String names = names(objects);
        event.severity(events.severities().ofNotification(TYPE))
                .status(1, "Success")
                .message("Network perimeter changed" + (names.isEmpty() ? "" : ": " + names));
        event.attributes().object("entity", entity -> {
            entity.choice("type_id", 99, "type", "Exposed Asset")
                    .text("name", names.isEmpty() ? "Unnamed exposed asset" : names);
            addOnly(entity, objects);
            entity.json("data", notification.details().at("data"));
        });
        return Optional.of(event);
    }

    /** Created, updated or deleted if all objects say so; else what the type says. */
    private static Activity activity(String type, List<Payload> objects) {
        List<String> actions = objects.stream()
                .flatMap(object -> Given.text(object.at("action")).stream())
                .map(Text::oneLine)
                .distinct()
                .toList();
        EventClass entity = EventClass.ENTITY_MANAGEMENT;
        if (actions.size() != 1 || actions.get(0).isEmpty()) {
            return entity.activity(type.startsWith("new_") ? 1 : 3);
        }
        return switch (actions.get(0)) {
            case "create" -> entity.activity(1);
            case "update" -> entity.activity(3);
            case "delete" -> entity.activity(4);
            default -> entity.otherActivity(actions.get(0));
        };
    }

    private static String names(List<Payload> objects) {
        List<String> names = objects.stream()
                .map(object -> object.at("entity"))
                .flatMap(entity -> Given.first(entity, "ip", "domain", "host", "name", "port").stream())
                .flatMap(name -> name.text().stream())
                .toList();
        String shown = names.stream().limit(MAX_SHOWN).collect(Collectors.joining(", "));
        return names.size() > MAX_SHOWN ? shown + " and " + (names.size() - MAX_SHOWN) + " more" : shown;
    }

    private static void addOnly(Attributes entity, List<Payload> objects) {
        if (objects.size() == 1) {
            entity.text("uid", objects.get(0).at("entity", "id"));
        }
    }
}
