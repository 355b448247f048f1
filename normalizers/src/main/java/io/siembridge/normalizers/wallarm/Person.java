package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.vendor.Payload;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user of the vendor's console.
 *
 * @param name may be empty
 * @param mail may be empty
 */
record Person(String name, String mail) {
    private static final Pattern NAME_AND_MAIL = Pattern.compile("([^<>]{0,200}?) ?<([^<>\\s]{3,320})>");

    /** Reads {@code NAME <MAIL>}, a mail address or a name. */
    static Person of(String text) {
        Matcher both = NAME_AND_MAIL.matcher(text.strip());
        if (both.matches()) {
            return new Person(both.group(1).strip(), both.group(2));
        }
        return Attributes.isEmail(text.strip()) ? new Person("", text.strip()) : new Person(text.strip(), "");
    }

    /** The person a field names. It is taken if all it says stands in the person. */
    static Person takenFrom(Payload field) {
        String text = field.text().orElse("");
        Person person = of(text);
        if (person.shown().equals(text)) {
            field.markTaken();
        }
        return person;
    }

    boolean isKnown() {
        return !shown().isEmpty();
    }

    /** What a line of text calls the person. */
    String shown() {
        return mail.isEmpty() ? name : mail;
    }

    /** Fills a {@code user} object. */
    void addTo(Attributes user) {
        user.text("uid", mail).text("name", name);
        if (Attributes.isEmail(mail)) {
            user.text("email_addr", mail);
        }
    }
}
