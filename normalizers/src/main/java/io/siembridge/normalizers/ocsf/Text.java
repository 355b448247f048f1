package io.siembridge.normalizers.ocsf;

/** Text of vendors on its way into lines that people read. */
public final class Text {
    private Text() {}

    /** Text on one line: each run of control characters, line and paragraph separators becomes one space. */
    public static String oneLine(String text) {
        int at = 0;
        while (at < text.length() && !breaksLine(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return text.strip();
        }
        StringBuilder line = new StringBuilder(text.length()).append(text, 0, at);
        for (; at < text.length(); at++) {
            if (!breaksLine(text.charAt(at))) {
                line.append(text.charAt(at));
            } else if (at == 0 || !breaksLine(text.charAt(at - 1))) {
                line.append(' ');
            }
        }
        return line.toString().strip();
    }

    private static boolean breaksLine(char character) {
        return Character.isISOControl(character) || character == '\u2028' || character == '\u2029';
    }

    /** The first characters of a text, never half of one that takes two. */
    public static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
