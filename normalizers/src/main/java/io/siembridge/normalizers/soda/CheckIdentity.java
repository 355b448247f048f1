package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Optional;

/** Which check a result is about: the same in every run and in every incident that names it. */
record CheckIdentity(Payload result, String uid, Optional<String> title) {
    static CheckIdentity of(Payload result) {
        String uid = result.text("id").orElseGet(() -> digest(result));
        return new CheckIdentity(result, "soda:check:" + uid, title(result));
    }

    /** The check's name; older messages have none, so the first line of its definition stands in. */
    static Optional<String> title(Payload result) {
        return result.text("name").or(() -> result.text("definition").flatMap(Words::firstLine));
    }

    /** Sets what identifies the check in {@code finding_info}. */
    void describe(Attributes finding) {
        finding.text("uid", uid);
        title.ifPresent(text -> finding.text("title", text));
        result.take("name");
        finding.url("src_url", result.at("sodaCloudUrl"));
    }

    /** The check in a sentence. */
    String inWords() {
        return title.map(text -> "\"" + text + "\"")
                .orElseGet(() -> result.text("id").orElse("without a name"));
    }

    /** For results without an id: where the check looks and what it asks, never what it found. */
    private static String digest(Payload result) {
        StringBuilder identity = new StringBuilder();
        for (Payload dataset : result.at("datasets").elements()) {
            identity.append(dataset.firstOf("id", "name").text().orElse("")).append('\n');
        }
        for (String field : new String[] {"column", "name", "definition"}) {
            identity.append(result.text(field).orElse("")).append('\n');
        }
        return "sha256-" + EventFactory.digest(identity.toString());
    }
}
