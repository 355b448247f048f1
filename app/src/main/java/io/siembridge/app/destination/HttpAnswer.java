package io.siembridge.app.destination;

import io.siembridge.app.config.Secret;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Optional;

/**
 * What a peer answered.
 *
 * @param body its beginning; shared, not to be changed
 * @param brokenOff whether the connection broke, or the time was up, before the body's end
 */
public record HttpAnswer(int status, HttpHeaders headers, byte[] body, boolean brokenOff) {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the status says that the same request may succeed later. */
    public boolean isPassingFault() {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    /** An outcome with the wait the peer asked for and with the beginning of its answer. */
    public Outcome explain(Outcome outcome, Instant now, Collection<Secret> secrets) {
        Outcome explained = outcome.withExcerpt(Excerpt.of(body, secrets));
        return retryAfter(now).map(explained::after).orElse(explained);
    }

    /** RFC 9110, 10.2.3: seconds or a date. Capped, so that no peer can put us off for ever. */
    Optional<Duration> retryAfter(Instant now) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(text -> waitFrom(text, now))
                .filter(wait -> wait.compareTo(Duration.ZERO) > 0)
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private static Optional<Duration> waitFrom(String text, Instant now) {
        if (text.matches("[0-9]{1,18}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(Duration.between(now, date));
        } catch (DateTimeParseException neitherSecondsNorDate) {
            return Optional.empty();
        }
    }
}
