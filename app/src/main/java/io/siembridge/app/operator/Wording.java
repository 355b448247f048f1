package io.siembridge.app.operator;

import io.siembridge.app.spool.SourceTally;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Numbers and text from elsewhere, written for people. */
public final class Wording {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Wording() {}

    /** {@code 3 s}, {@code 12 min}, {@code 5 h}, {@code 9 d}. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /** How long ago something was. */
    public static String age(Instant then, Instant now) {
        return duration(Duration.between(then, now)) + " ago";
    }

    /** A moment to the second, in UTC. */
    static String moment(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", "");
    }

    /** The same for a terminal, where it may be copied into an option. */
    public static String second(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }

    /** What a fault does and what a person did must not share a word, and the console's button says Pause. */
    public static String destinationState(String state) {
        return switch (state) {
            case "paused" -> "needs a person";
            case "held" -> "paused by an operator";
            case "removed" -> "not configured";
            default -> state;
        };
    }

    /** A measure of the ledger's for what was not taken, with what its sender was answered. */
    public static String refusal(String measure) {
        return switch (measure) {
            case "forbidden" -> "address not allowed (403)";
            case "rate_limited" -> "over its rate (429)";
            case "too_large" -> "too large (413)";
            case "unsupported_encoding" -> "compressed, but not with gzip (415)";
            case "malformed" -> "broken off or no HTTP (400)";
            case "timeout" -> "too slow (408)";
            case "unavailable" -> "could not be stored (503)";
            default -> measure;
        };
    }

    /** Why webhooks were refused for another reason than that they were not authentic, such as {@code 2 too large (413)}. */
    public static String refusals(SourceTally tally) {
        return new TreeMap<>(tally.refusals())
                .entrySet().stream()
                        .map(each -> each.getValue() + " " + refusal(each.getKey()))
                        .collect(Collectors.joining(", "));
    }

    /** What is wrong with a destination, as a sentence. */
    public static String trouble(String destination, String state, String reason) {
        String is = state.equals("paused") ? " " : " is ";
        return destination + is + destinationState(state) + (reason.isEmpty() ? "" : ": " + reason);
    }

    /**
     * Text from elsewhere for a terminal: what would move the cursor, colour the screen or turn the direction of writing is
     * written as its number.
     */
    public static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            boolean turns = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
            boolean controls = Character.isISOControl(point) && point != '\n' && point != '\t';
            if (turns || controls) {
                visible.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                visible.appendCodePoint(point);
            }
        });
        return visible.toString();
    }
}
