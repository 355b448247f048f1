package io.siembridge.app.operator;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them. What names no zone is UTC, like everything the bridge shows. */
final class TimeText {
    static final String FORMS =
            "a time such as 2026-03-01T14:00:00Z, a day such as 2026-03-01, or how long ago: 15m, 2h, 7d";

    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

    private TimeText() {}

    static Optional<Instant> parse(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return Optional.of(now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    }));
        }
        try {
            return Optional.of(
                    switch (text.length()) {
                        case 10 ->
                            LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                        // What a browser's field for date and time sends.
                        case 16, 19 -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
                        default -> OffsetDateTime.parse(text).toInstant();
                    });
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
