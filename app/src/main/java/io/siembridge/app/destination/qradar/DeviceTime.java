package io.siembridge.app.destination.qradar;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code devTime} as QRadar reads it: as a number only with 10 or 13 digits. Milliseconds before September 2001, or after
 * 2286, must be written as text, and then their format too.
 */
record DeviceTime(String time, Optional<String> format) {
    private static final int DIGITS = 13;
    private static final String FORMAT = "yyyy-MM-dd'T'HH:mm:ss.SSSX";
    private static final DateTimeFormatter WRITER =
            DateTimeFormatter.ofPattern(FORMAT, Locale.ROOT).withZone(ZoneOffset.UTC);

    static DeviceTime of(Instant time) {
        String millis = Long.toString(time.toEpochMilli());
        return millis.length() == DIGITS
                ? new DeviceTime(millis, Optional.empty())
                : new DeviceTime(WRITER.format(time), Optional.of(FORMAT));
    }
}
