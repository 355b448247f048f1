package io.siembridge.normalizers.vendor;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads vendors' times. Nothing here knows what time it is now. */
public final class Times {
    /** Seconds until the year 2100; a number beyond is taken for milliseconds. */
    private static final long MAX_SECONDS = 4_102_444_800L;

    /** Written in milliseconds, a moment before March 1973 cannot be told from one in seconds: no vendor means it. */
    private static final long MIN_SECONDS = 100_000_000L;

    /** The platform reads nanoseconds and no further. */
    private static final Pattern BEYOND_NANOSECONDS = Pattern.compile("(\\.[0-9]{9})[0-9]+");

    private static final int LONGEST_IN_NANOSECONDS = "2026-01-15T12:00:00.123456789Z".length();

    private static final Pattern OFFSET_WITHOUT_COLON = Pattern.compile("(:[0-9.]+[+-][0-9]{2})([0-9]{2})$");

    private Times() {}

    /**
     * ISO 8601 with {@code Z} or an offset, with any number of fraction digits; empty if it is none or lies outside the
     * years a webhook can speak of, such as the year 1 that stands for "never" in some languages.
     */
    public static Optional<OffsetDateTime> iso(String text) {
        Optional<OffsetDateTime> usual = UsualTime.read(text);
        return usual.isPresent() ? plausible(usual.get()) : unusual(text);
    }

    private static Optional<OffsetDateTime> unusual(String text) {
        String normal = text.strip().replace(' ', 'T');
        if (!normal.endsWith("Z")) {
            normal = OFFSET_WITHOUT_COLON.matcher(normal).replaceFirst("$1:$2");
        }
        if (normal.length() > LONGEST_IN_NANOSECONDS) {
            normal = BEYOND_NANOSECONDS.matcher(normal).replaceFirst("$1");
        }
        try {
            return plausible(OffsetDateTime.parse(normal));
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }

    private static Optional<OffsetDateTime> plausible(OffsetDateTime time) {
        return isPlausible(time.toEpochSecond()) ? Optional.of(time) : Optional.empty();
    }

    /** Seconds or milliseconds since 1970 as milliseconds; empty for zero, negative and absurd numbers. */
    public static Optional<Long> epochMillis(long number) {
        boolean inSeconds = number <= MAX_SECONDS;
        long seconds = inSeconds ? number : number / 1000;
        return isPlausible(seconds) ? Optional.of(inSeconds ? number * 1000 : number) : Optional.empty();
    }

    private static boolean isPlausible(long seconds) {
        return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
    }
}
