package io.siembridge.app.destination.syslog;

/** Text from anywhere made fit for one line of UTF-8. */
public final class PlainText {
    private static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /**
     * The text on one line: a CR LF becomes one space, and so does every other control character and Unicode line or
     * paragraph separator; half a surrogate pair, which UTF-8 cannot carry, becomes U+FFFD; white space at both ends goes.
     */
    public static String oneLine(String text) {
        return clean(text, false);
    }

    /** The same, but CR and LF stay: for formats that can escape them. */
    public static String withLineBreaks(String text) {
        return clean(text, true);
    }

    /** At most so many code points of the text, without white space at its end. */
    public static String cut(String text, int codePoints) {
        if (text.codePointCount(0, text.length()) <= codePoints) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, codePoints)).stripTrailing();
    }

    private static String clean(String text, boolean keepLineBreaks) {
        if (isPrintableAscii(text)) {
            return text.strip();
        }
        StringBuilder cleaned = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            boolean lineBreak = codePoint == '\r' || codePoint == '\n';
            boolean firstOfTwo = codePoint == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (lineBreak && keepLineBreaks) {
                cleaned.append((char) codePoint);
            } else if (!firstOfTwo) {
                cleaned.appendCodePoint(replaced(codePoint));
            }
        }
        return cleaned.toString().strip();
    }

    /** Nearly all are, and this is asked of every value. */
    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static int replaced(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> REPLACEMENT;
            default -> codePoint;
        };
    }
}
