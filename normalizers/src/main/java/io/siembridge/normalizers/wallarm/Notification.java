package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One item of a body, whatever generation it is of: since 2021 an envelope of {@code summary}, {@code description} and
 * {@code details}; before that the facts themselves, flat, without a type.
 */
final class Notification {
    private static final String TEST_PREFIX = "[test message]";

    private final Item item;
    private final Payload payload;
    private final String typeAsSent;
    private final String type;

    private Notification(Item item, Payload payload, String typeAsSent) {
        this.item = item;
        this.payload = payload;
        this.typeAsSent = typeAsSent;
        this.type = typeAsSent.strip().toLowerCase(Locale.ROOT);
    }

    static Notification of(Item item) {
        Payload payload = Payload.of(item.json());
        payload.suspect(Set.of("headers"));
        Payload sent = payload.at("details", "notification_type");
        return new Notification(item, payload, sent.take().orElseGet(() -> impliedType(payload)));
    }

    Item item() {
        return item;
    }

    Payload payload() {
        return payload;
    }

    Payload details() {
        return payload.at("details");
    }

    /** {@code notification_type} as sent, the type a flat item amounts to, or empty text. */
    String typeAsSent() {
        return typeAsSent;
    }

    /** The type in lower case, in which types are compared. */
    String type() {
        return type;
    }

    boolean isFlat() {
        return !payload.at("details").isPresent();
    }

    /** Sent by the test button of the vendor's console; the values in it are constants. */
    boolean isTest() {
        return payload.text("summary")
                .map(summary -> summary.strip().toLowerCase(Locale.ROOT))
                .filter(summary -> summary.startsWith(TEST_PREFIX))
                .isPresent();
    }

    Optional<String> summary() {
        return payload.text("summary");
    }

    Description description() {
        return new Description(payload.text("description").orElse(""));
    }

    /** The hit; a view of nothing where there is none. */
    Payload hit() {
        Payload hit = payload.at("details", "hit");
        return isFlatHit(payload) ? payload : hit;
    }

    /** The security issue or, as it was called before 2026, vulnerability; a view of nothing where there is none. */
    Payload issue() {
        return isFlatIssue(payload) ? payload : details().firstOf("security_issue", "vuln");
    }

    private static String impliedType(Payload payload) {
        if (isFlatHit(payload) || payload.at("details", "hit").isObject()) {
            return HitMapping.TYPE;
        }
        if (payload.at("details", "security_issue").isObject()) {
            return IssueMapping.TYPE;
        }
        if (isFlatIssue(payload) || payload.at("details", "vuln").isObject()) {
            return IssueMapping.OLD_TYPE;
        }
        return isFlatUser(payload) ? UserMapping.CREATED : "";
    }

    private static boolean isFlatHit(Payload payload) {
        return !payload.at("details").isPresent()
                && payload.text("object_type").filter("hit"::equals).isPresent();
    }

    private static boolean isFlatIssue(Payload payload) {
        return !payload.at("details").isPresent()
                && payload.at("title").isPresent()
                && payload.firstOf("threat", "risk").isPresent();
    }

    private static boolean isFlatUser(Payload payload) {
        return !payload.at("details").isPresent()
                && payload.at("email").isPresent()
                && payload.at("created_by").isPresent();
    }
}
