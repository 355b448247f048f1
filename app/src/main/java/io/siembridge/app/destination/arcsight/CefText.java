package io.siembridge.app.destination.arcsight;

import io.siembridge.app.destination.syslog.PlainText;

/** CEF has two sets of escapes, one for the header and one for the extension. Text is cut before it is escaped. */
final class CefText {
    /** Stands where something must stand. */
    static final String ABSENT = "unknown";

    private CefText() {}

    /** A header field: one line, backslash and pipe escaped. */
    static String headerField(String text, int codePoints) {
        String field = PlainText.cut(PlainText.oneLine(text), codePoints);
        return field.isEmpty() ? ABSENT : field.replace("\\", "\\\\").replace("|", "\\|");
    }

    /** An extension value before escaping: line breaks stay, other control characters do not. */
    static String value(String text, int codePoints) {
        return PlainText.cut(PlainText.withLineBreaks(text), codePoints);
    }

    /** The wire form of a value. The backslash must come first, or it would escape the escapes. */
    static String escape(String value) {
        return value.replace("\\", "\\\\")
                .replace("=", "\\=")
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }
}
