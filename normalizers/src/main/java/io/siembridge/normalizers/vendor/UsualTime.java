package io.siembridge.normalizers.vendor;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Reads the one spelling nearly all times come in, {@code 2026-01-15T12:00:00.123Z}, many times faster than the
 * platform's formatter. Every other text, a wrong date included, is left to the formatter to judge.
 */
final class UsualTime {
    private static final int END_OF_SECONDS = "2026-01-15T12:00:00".length();
    private static final int MAX_FRACTION = 9;

    private UsualTime() {}

    /** Empty for any other spelling. */
    static Optional<OffsetDateTime> read(String text) {
        int end = text.length() - 1;
        if (end < END_OF_SECONDS || text.charAt(end) != 'Z' || !hasSeparators(text)) {
            return Optional.empty();
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, END_OF_SECONDS);
        int nanos = nanos(text, end);
        if ((year | month | day | hour | minute | second | nanos) < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.of(year, month, day, hour, minute, second, nanos, ZoneOffset.UTC));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static boolean hasSeparators(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** The number these characters are the digits of; -1 if one of them is none. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** What stands between the seconds and the end: nothing, or a point with digits; -1 for anything else. */
    private static int nanos(String text, int end) {
        int digits = end - END_OF_SECONDS - 1;
        if (digits < 0) {
            return 0;
        }
        if (text.charAt(END_OF_SECONDS) != '.' || digits == 0 || digits > MAX_FRACTION) {
            return -1;
        }
        int nanos = number(text, END_OF_SECONDS + 1, end);
        for (int i = digits; i < MAX_FRACTION; i++) {
            nanos *= 10;
        }
        return nanos;
    }
}
