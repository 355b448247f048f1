package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that was given up and kept.
 *
 * @param eventUid the event, or empty when it is the webhook or a part of it that could not be read
 * @param path the unreadable part's place in the body
 */
public record DeadLetter(
        long id,
        String webhook,
        String source,
        String destination,
        Optional<String> eventUid,
        String path,
        String reason,
        Optional<String> excerpt,
        Instant buried,
        Fate fate) {
    /** What became of it. */
    public enum Fate {
        OPEN,
        RETRIED,
        DISCARDED
    }
}
