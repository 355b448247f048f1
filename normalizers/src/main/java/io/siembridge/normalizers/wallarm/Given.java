package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.vendor.Payload;
import java.util.Optional;

/** Tells a value from the words the vendor writes where it has none: {@code UNKN} and {@code N/A}. Takes nothing. */
final class Given {
    private Given() {}

    /** The text of a scalar that says something. */
    static Optional<String> text(Payload value) {
        return value.text().filter(text -> !text.equals("UNKN") && !text.equalsIgnoreCase("N/A"));
    }

    /** The first member of several that says something: for fields that were renamed or whose name is not published. */
    static Optional<Payload> first(Payload object, String... names) {
        for (String name : names) {
            Payload member = object.at(name);
            if (text(member).isPresent()) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /** The text of the first member of several that says something; empty text where none does. */
    static String textOf(Payload object, String... names) {
        return first(object, names).flatMap(Payload::text).orElse("");
    }
}
