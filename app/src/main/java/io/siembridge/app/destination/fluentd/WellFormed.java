package io.siembridge.app.destination.fluentd;

/** Makes text that UTF-8 can carry: JSON escapes can spell half of a surrogate pair, and UTF-8 has no bytes for that. */
final class WellFormed {
    private static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /** The text with every lone surrogate replaced by U+FFFD. */
    static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return repair(text);
            }
        }
        return text;
    }

    private static String repair(String text) {
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            boolean lone = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            repaired.appendCodePoint(lone ? REPLACEMENT : codePoint);
        });
        return repaired.toString();
    }
}
