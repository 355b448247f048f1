package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Severity;
import java.util.Map;
import java.util.Optional;

/**
 * A user of the vendor's console who was added, removed or given another role. Whom it concerns is never guessed: a
 * notification that does not name the user is not mapped.
 */
final class UserMapping implements Mapping {
    static final String CREATED = "create_user";

    private static final Map<String, Change> CHANGES = Map.of(
            CREATED,
            Change.ADDED,
            "user_created",
            Change.ADDED,
            "delete_user",
            Change.REMOVED,
            "user_deleted",
            Change.REMOVED,
            "update_user",
            Change.ROLE,
            "user_updated",
            Change.ROLE);

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        Change change = CHANGES.get(notification.type());
        if (change == null) {
            return Optional.empty();
        }
        UserFacts facts = UserFacts.of(notification);
        if (!facts.user().isKnown()) {
            return Optional.empty();
        }
        boolean newRole = change == Change.ROLE && !facts.role().isEmpty();
        EventClass eventClass = newRole ? EventClass.USER_ACCESS : EventClass.ACCOUNT_CHANGE;
        EventBuilder event =
                events.start(notification, eventClass, activity(change, newRole), AdministrationMapping.FEATURE);
        event.severity(severity(change, facts, events.severities()))
                .status(1, "Success")
                .message(message(change, facts));
        facts.take();
        event.attributes().object("user", user -> addUser(user, facts, newRole));
        if (newRole) {
            event.attributes().addText("privileges", facts.role());
        }
        if (facts.actor().isKnown()) {
            event.attributes().object("actor", actor -> actor.object("user", facts.actor()::addTo));
        }
        return Optional.of(event);
    }

    static boolean isRoleChange(Notification notification) {
        return CHANGES.get(notification.type()) == Change.ROLE;
    }

    private static Activity activity(Change change, boolean newRole) {
        return switch (change) {
            case ADDED -> EventClass.ACCOUNT_CHANGE.activity(1);
            case REMOVED -> EventClass.ACCOUNT_CHANGE.activity(6);
            case ROLE ->
                newRole ? EventClass.USER_ACCESS.activity(1) : EventClass.ACCOUNT_CHANGE.otherActivity("Role change");
        };
    }

    private static Severity severity(Change change, UserFacts facts, Severities severities) {
        boolean promoted = change == Change.ROLE && facts.isAdministrator();
        return severities.ofNotification(promoted ? Severities.TO_ADMINISTRATOR : change.word);
    }

    private static String message(Change change, UserFacts facts) {
        String role = facts.role();
        String by = facts.actor().isKnown() ? " by " + facts.actor().shown() : "";
        String who = facts.user().shown();
        String withRole = role.isEmpty() ? "" : " (" + role + ")";
        return switch (change) {
            case ADDED -> "User " + who + withRole + " was added" + by;
            case REMOVED -> "User " + who + withRole + " was deleted" + by;
            case ROLE -> "Role of " + who + " changed" + (role.isEmpty() ? "" : " to " + role) + by;
        };
    }

    private static void addUser(Attributes user, UserFacts facts, boolean newRole) {
        facts.user().addTo(user);
        if (facts.role().isEmpty()) {
            return;
        }
        if (facts.isAdministrator()) {
            user.choice("type_id", 2, "type", "Admin");
        } else {
            user.choice("type_id", 1, "type", "User");
        }
        if (!newRole) {
            user.add("groups", group -> group.text("name", facts.role()));
        }
    }

    private enum Change {
        ADDED("create_user"),
        REMOVED("delete_user"),
        ROLE("update_user");

        /** The word in the severity table. */
        private final String word;

        Change(String word) {
            this.word = word;
        }
    }
}
