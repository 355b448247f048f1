package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a notification says about a user: who, with which role, and who did it. The details come first; the vendor
 * publishes no names for them, so the likely ones are tried. Else the known sentence of the description is read.
 *
 * @param role may be empty
 * @param fields where the facts stand in the payload
 */
record UserFacts(Person user, String role, Person actor, List<Payload> fields) {
    private static final String[] MAIL = {"email", "user_email", "mail"};
    private static final String[] NAME = {"name", "user_name", "username", "real_name"};
    private static final String[] ROLE = {"new_role", "role", "user_role"};
    private static final String[] ACTOR = {"created_by", "updated_by", "deleted_by", "changed_by"};
    private static final Person NOBODY = new Person("", "");

    static UserFacts of(Notification notification) {
        Payload facts = notification.isFlat() ? notification.payload() : notification.details();
        Payload subject = facts.at("user").isObject() ? facts.at("user") : facts;
        String mail = Given.textOf(subject, MAIL);
        boolean named = !mail.isEmpty() || facts.at("user").isObject();
        Description text = notification.description();
        return new UserFacts(
                named
                        ? new Person(Given.textOf(subject, NAME), mail)
                        : text.user().orElse(NOBODY),
                Given.first(subject, ROLE)
                        .flatMap(Payload::text)
                        .or(() -> UserMapping.isRoleChange(notification) ? text.newRole() : text.role())
                        .orElse(""),
                Given.first(facts, ACTOR)
                        .flatMap(Payload::text)
                        .map(Person::of)
                        .or(text::actor)
                        .orElse(NOBODY),
                Stream.of(MAIL, NAME, ROLE, ACTOR)
                        .flatMap(names -> Stream.of(Given.first(subject, names), Given.first(facts, names)))
                        .flatMap(Optional::stream)
                        .toList());
    }

    boolean isAdministrator() {
        return role.toLowerCase(Locale.ROOT).contains("admin");
    }

    /** Takes what goes into the event unchanged. */
    void take() {
        List<String> unchanged = List.of(user.name(), user.mail(), role, actor.name(), actor.mail());
        fields.stream()
                .filter(field -> field.text().filter(unchanged::contains).isPresent())
                .forEach(Payload::markTaken);
    }
}
