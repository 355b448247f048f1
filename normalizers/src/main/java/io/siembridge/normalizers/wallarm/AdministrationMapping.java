package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Text;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Map;
import java.util.Optional;

/**
 * A change to an application, rule, trigger or integration, as the change of an entity. The vendor publishes no names
 * for the details of these, so the likely ones are tried; an entity without a name is still a change worth auditing.
 */
final class AdministrationMapping implements Mapping {
    static final String FEATURE = "Account administration";

    private static final Map<String, String> OBJECTS =
            Map.of("application", "Application", "rule", "Rule", "trigger", "Trigger", "integration", "Integration");

    private static final Map<String, Verb> VERBS = Map.of(
            "create", new Verb(1, "created"),
            "created", new Verb(1, "created"),
            "update", new Verb(3, "updated"),
            "updated", new Verb(3, "updated"),
            "delete", new Verb(4, "deleted"),
            "deleted", new Verb(4, "deleted"),
            "enable", new Verb(8, "enabled"),
            "disable", new Verb(9, "disabled"),
            "disabled", new Verb(9, "disabled"),
            "broken", new Verb(9, "disabled after failures"));

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        String[] words = notification.type().split("_", 2);
        if (words.length < 2 || words[0].isEmpty() || words[1].isEmpty()) {
            return Optional.empty();
        }
        boolean objectFirst = OBJECTS.containsKey(words[0]);
        String object = objectFirst ? words[0] : words[1];
        String verb = Text.oneLine(objectFirst ? words[1] : words[0]);
        if (!OBJECTS.containsKey(object) || verb.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(normalize(notification, events, object, verb));
    }

    private static EventBuilder normalize(Notification notification, WallarmEvents events, String object, String verb) {
        Payload details = notification.details();
        EventBuilder event = events.start(notification, EventClass.ENTITY_MANAGEMENT, activity(verb), FEATURE);
        String past = VERBS.getOrDefault(verb, new Verb(0, verb)).past();
        Person actor = actor(notification);
        String reason = Given.text(details.at("reason")).orElse("");
        event.severity(events.severities().ofNotification(notification.type()))
                .status(1, "Success")
                .message(shown(details, object) + " was " + past + (actor.isKnown() ? " by " + actor.shown() : "")
                        + (reason.isEmpty() ? "" : ": " + reason));
        event.attributes()
                .text("status_detail", details.at("reason"))
                .object("entity", entity -> addEntity(entity, details, object));
        if (actor.isKnown()) {
            event.attributes().object("actor", it -> it.object("user", actor::addTo));
        }
        return event;
    }

    private static Activity activity(String verb) {
        Verb known = VERBS.get(verb);
        return known == null
                ? EventClass.ENTITY_MANAGEMENT.otherActivity(verb)
                : EventClass.ENTITY_MANAGEMENT.activity(known.activity());
    }

    private static Optional<Payload> name(Payload details, String object) {
        return Given.first(details.at(object), "name", "title")
                .or(() -> Given.first(details, object + "_name", object, "name"));
    }

    private static Optional<Payload> id(Payload details, String object) {
        return Given.first(details.at(object), "id").or(() -> Given.first(details, object + "_id", "id"));
    }

    private static String shown(Payload details, String object) {
        String type = OBJECTS.getOrDefault(object, object);
        return name(details, object)
                .flatMap(Payload::text)
                .map(name -> type + " \"" + name + "\"")
                .orElseGet(() -> unnamed(details, object));
    }

    private static String unnamed(Payload details, String object) {
        return id(details, object)
                .flatMap(Payload::text)
                .map(id -> OBJECTS.getOrDefault(object, object) + " " + id)
                .orElse("Unnamed " + object);
    }

    private static void addEntity(Attributes entity, Payload details, String object) {
        entity.choice("type_id", 99, "type", OBJECTS.getOrDefault(object, object));
        id(details, object).ifPresent(id -> entity.text("uid", id));
        name(details, object)
                .ifPresentOrElse(
                        name -> entity.text("name", name), () -> entity.text("name", unnamed(details, object)));
    }

    private static Person actor(Notification notification) {
        return Given.first(notification.details(), "created_by", "updated_by", "deleted_by", "changed_by")
                .map(Person::takenFrom)
                .or(notification.description()::actor)
                .orElse(new Person("", ""));
    }

    /** @param past what a line of text says was done */
    private record Verb(int activity, String past) {}
}
