package io.siembridge.app.destination.syslog;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The part of a message that receivers and relays route by: priority, time and log source.
 *
 * @param logSource template of the header's host, by which a SIEM tells its log sources apart
 * @param hostName this machine's name
 * @param clock for events whose own time cannot be written
 */
public record SyslogHeader(
        HeaderFormat format, Facility facility, String logSource, String hostName, InstantSource clock) {
    private static final DateTimeFormatter RFC5424_TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** The day of the month is padded with a space, not with a zero. */
    private static final DateTimeFormatter RFC3164_TIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final Instant LAST_WITH_FOUR_DIGITS = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final int HOST_LENGTH = 255;
    private static final int APP_NAME_LENGTH = 48;
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9._-]+");

    /** The header of an event's message, with the space that ends it; empty if there is none. */
    public String of(OcsfEvent event) {
        String priority = "<" + (facility.code() * 8 + severity(event.severity())) + ">";
        return switch (format) {
            case RFC5424 ->
                priority + "1 " + RFC5424_TIME.format(time(event)) + " " + host(event) + " "
                        + name(event.vendor(), APP_NAME_LENGTH) + " - - - ";
            case RFC3164 -> priority + RFC3164_TIME.format(time(event)) + " " + host(event) + " ";
            case SHORT -> priority + "1 " + RFC5424_TIME.format(time(event)) + " " + host(event) + " ";
            case NONE -> "";
        };
    }

    private String host(OcsfEvent event) {
        String host = logSource
                .replace("{host}", hostName)
                .replace("{source}", event.source())
                .replace("{vendor}", event.vendor());
        return name(host, HOST_LENGTH);
    }

    /**
     * A word that no receiver can take for more than one field. Colons go too: QRadar cannot route by an IPv6 address, and
     * RFC 3164 ends a tag with one.
     */
    private static String name(String text, int limit) {
        String word = isName(text) ? text : NOT_IN_NAMES.matcher(text).replaceAll("-");
        return word.isEmpty() ? "-" : word.substring(0, Math.min(word.length(), limit));
    }

    /** Nearly all are, and this is asked for every event. */
    private static boolean isName(String text) {
        return text.chars()
                .allMatch(letter -> letter == '.'
                        || letter == '_'
                        || letter == '-'
                        || (letter >= '0' && letter <= '9')
                        || (letter >= 'A' && letter <= 'Z')
                        || (letter >= 'a' && letter <= 'z'));
    }

    /** When it happened, or now where that is no time a receiver could write. */
    public Instant time(OcsfEvent event) {
        Instant time = Instant.ofEpochMilli(event.timeMillis());
        return time.isBefore(Instant.EPOCH) || time.isAfter(LAST_WITH_FOUR_DIGITS) ? clock.instant() : time;
    }

    private static int severity(Severity severity) {
        return switch (severity) {
            case FATAL -> 1;
            case CRITICAL -> 2;
            case HIGH -> 3;
            case MEDIUM -> 4;
            case LOW -> 5;
            case INFORMATIONAL, UNKNOWN, OTHER -> 6;
        };
    }
}
