package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.vendor.Payload;
import io.siembridge.normalizers.vendor.Provenance;
import java.util.Locale;
import java.util.Optional;

/**
 * The name of a Snyk event, {@code project_snapshot/v0}. Only the {@code X-Snyk-Event} header carries it; a relay may
 * have lost the header, and then the shape of the body decides.
 *
 * @param asSent the header's text, or the name the body's shape stands for; empty if neither says anything
 * @param kind what it is, whatever its version
 * @param version the part after the slash; empty if there is none
 */
record EventName(String asSent, Kind kind, String version) {
    private static final String MAPPED_VERSION = "v0";

    enum Kind {
        PING,
        PROJECT_SNAPSHOT,
        UNKNOWN
    }

    static EventName of(Provenance provenance, Payload body) {
        Optional<String> header = provenance.header(SnykVendor.EVENT_HEADER).filter(text -> !text.isBlank());
        return header.map(EventName::of).orElseGet(() -> guessedFrom(body));
    }

    private static EventName of(String header) {
        int slash = header.indexOf('/');
        String name = slash < 0 ? header : header.substring(0, slash);
        String version = slash < 0 ? "" : header.substring(slash + 1).strip();
        return new EventName(header, kindOf(name.strip().toLowerCase(Locale.ROOT)), version);
    }

    /** The event a body without the header is most likely of. */
    private static EventName guessedFrom(Payload body) {
        boolean listsIssues =
                body.at("newIssues").isArray() || body.at("removedIssues").isArray();
        if (body.at("project").isObject() && listsIssues) {
            return of("project_snapshot");
        }
        return of(body.at("webhookId").text().isPresent() ? "ping" : "");
    }

    /**
     * Whether the name is of another version than the mapping was written for. Snyk raises the number only when members
     * are removed or renamed, so such a body may be misread.
     */
    boolean isOfOtherVersion() {
        return !version.isEmpty() && !version.toLowerCase(Locale.ROOT).equals(MAPPED_VERSION);
    }

    private static Kind kindOf(String name) {
        return switch (name) {
            case "ping" -> Kind.PING;
            case "project_snapshot" -> Kind.PROJECT_SNAPSHOT;
            default -> Kind.UNKNOWN;
        };
    }
}
