package io.siembridge.app.destination.qradar;

import io.siembridge.app.destination.syslog.PlainText;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * LEEF has no escape sequences: what would break a line is replaced, never escaped.
 *
 * @param equalsInText what becomes of {@code word=} inside a value, at its beginning or after white space
 */
record LeefFormat(Version version, Delimiter delimiter, EqualsInText equalsInText) {
    /** Stands where something must stand. */
    static final String ABSENT = "unknown";

    private static final int HEADER_FIELD_LENGTH = 255;
    private static final Pattern LOOKS_LIKE_AN_ATTRIBUTE = Pattern.compile("(?<!\\S)(\\w+)=");

    /** Which LEEF. */
    enum Version {
        V1,
        V2
    }

    /** What stands between attributes. */
    enum Delimiter {
        /** Survives relays, which often rewrite a tab as {@code #011}. */
        CARET("^", "^"),
        TAB("\t", "0x09");

        private final String character;
        private final String announced;

        Delimiter(String character, String announced) {
            this.character = character;
            this.announced = announced;
        }

        String character() {
            return character;
        }
    }

    /** QRadar's properties are often regular expressions, which text with {@code src=} in it can satisfy. */
    enum EqualsInText {
        KEEP,
        REPLACE
    }

    /**
     * The header up to where attributes begin. LEEF 2.0 names its delimiter; a line that leaves it out is ambiguous.
     *
     * @param width the most code points of a field, if that is less than the format allows
     */
    String head(String vendor, String product, String productVersion, String eventId, int width) {
        String fields = Stream.of(vendor, product, productVersion, eventId)
                .map(field -> headerField(field, Math.min(HEADER_FIELD_LENGTH, width)))
                .collect(Collectors.joining("|", "|", "|"));
        return switch (version) {
            case V1 -> "LEEF:1.0" + fields;
            case V2 -> "LEEF:2.0" + fields + delimiter.announced + "|";
        };
    }

    /** LEEF 1.0 knows only the tab. */
    String separator() {
        return version == Version.V1 ? Delimiter.TAB.character : delimiter.character;
    }

    /** A value that cannot end its attribute or its line. */
    String value(String text, int codePoints) {
        String line = PlainText.oneLine(text).replace(separator(), " ").strip();
        String harmless = equalsInText == EqualsInText.KEEP
                ? line
                : LOOKS_LIKE_AN_ATTRIBUTE.matcher(line).replaceAll("$1:");
        return PlainText.cut(harmless, codePoints);
    }

    /** A pipe has no escape that all parsers share, so it becomes a slash. */
    static String headerField(String text, int codePoints) {
        String field = PlainText.cut(PlainText.oneLine(text).replace('|', '/'), codePoints);
        return field.isEmpty() ? ABSENT : field;
    }
}
