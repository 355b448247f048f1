package io.siembridge.normalizers.vendor;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads vendors' times. Nothing here knows what time it is now. */
public final class Times {
    /** Seconds until the year 2100; a number beyond is taken for milliseconds. */
    private static final long MAX_SECONDS = 4_102_444_800L;

    private static final long MAX_MILLIS = MAX_SECONDS * 1000;

    private Times() {}

    /** ISO 8601 with {@code Z} or an offset, with any number of fraction digits; empty if it is none. */
    public static Optional<OffsetDateTime> iso(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip().replace(' ', 'T')));
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }

    /** Seconds or milliseconds since 1970 as milliseconds; empty for zero, negative and absurd numbers. */
    public static Optional<Long> epochMillis(long number) {
        if (number <= 0 || number > MAX_MILLIS) {
            return Optional.empty();
        }
        return Optional.of(number <= MAX_SECONDS ? number * 1000 : number);
    }
}
