package io.siembridge.normalizers.soda;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Where an incident stands: the words of all generations of Soda, and {@code status_id} of the incident class. */
enum IncidentStatus {
    NEW(1, "New", Set.of("reported", "opened", "open", "new")),
    IN_PROGRESS(2, "In Progress", Set.of("triage", "investigating", "fixing", "inprogress")),
    ON_HOLD(3, "On Hold", Set.of("onhold")),
    RESOLVED(4, "Resolved", Set.of("resolved")),
    CLOSED(5, "Closed", Set.of("closed"));

    private final int id;
    private final String caption;
    private final Set<String> words;

    IncidentStatus(int id, String caption, Set<String> words) {
        this.id = id;
        this.caption = caption;
        this.words = words;
    }

    static Optional<IncidentStatus> named(String word) {
        String plain = Words.plain(word);
        return Arrays.stream(values())
                .filter(status -> status.words.contains(plain))
                .findFirst();
    }

    int id() {
        return id;
    }

    String caption() {
        return caption;
    }

    /** Whether nothing more is expected to happen. */
    boolean isOver() {
        return this == RESOLVED || this == CLOSED;
    }
}
