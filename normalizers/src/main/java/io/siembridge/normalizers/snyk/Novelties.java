package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.vendor.Normalization.Novelty;
import io.siembridge.normalizers.vendor.Payload;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one webhook has that the mapping does not know: events, versions, types of issues and members. */
final class Novelties {
    private static final int MAX_NOVELTIES = 20;

    private final Set<Novelty> found = new LinkedHashSet<>();

    void look(EventName event, Payload body) {
        if (event.kind() == EventName.Kind.UNKNOWN || event.isOfOtherVersion()) {
            add(Novelty.Kind.EVENT_TYPE, event.asSent().isBlank() ? "no event name" : event.asSent());
        }
        if (event.kind() != EventName.Kind.UNKNOWN) {
            body.unknownFields(KnownFields.PATHS, MAX_NOVELTIES).forEach(path -> add(Novelty.Kind.FIELD, path));
        }
    }

    void look(Issue issue) {
        if (issue.type() == Issue.Type.UNKNOWN) {
            add(Novelty.Kind.EVENT_TYPE, "issueType " + issue.typeWord().orElse("missing"));
        }
    }

    List<Novelty> found() {
        return List.copyOf(found);
    }

    private void add(Novelty.Kind kind, String name) {
        if (found.size() < MAX_NOVELTIES) {
            found.add(new Novelty(kind, EventBuilder.oneLine(name)));
        }
    }
}
