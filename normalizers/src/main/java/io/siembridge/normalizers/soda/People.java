package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Optional;

/** People and groups of people, as Soda names them: an object with some of id, name, e-mail address and type. */
final class People {
    private People() {}

    /** An OCSF user, whom the schema wants to have an id or a name; empty where the payload names nobody. */
    static Attributes user(Payload person) {
        Attributes user = Attributes.create();
        user.text("uid", person.at("id"));
        user.text("name", person.isObject() ? person.at("name") : person);
        user.email("email_addr", person.at("email"));
        if (!(user.has("uid") || user.has("name"))) {
            user.text(user.has("email_addr") ? "uid" : "name", person.at("email"));
        }
        person.text("type").filter(type -> !Words.plain(type).equals("user")).ifPresent(type -> {
            if (!user.isEmpty()) {
                user.choice("type_id", 99, "type", type);
                person.at("type").markTaken();
            }
        });
        return user;
    }

    /** The person in a sentence. */
    static Optional<String> inWords(Payload person) {
        return person.isObject() ? person.firstOf("email", "name", "id").text() : person.text();
    }
}
