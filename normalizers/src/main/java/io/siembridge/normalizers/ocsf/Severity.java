package io.siembridge.normalizers.ocsf;

import java.util.Locale;
import java.util.Optional;

/** OCSF {@code severity_id} with its caption. The order of the constants is the order of urgency, unknown first. */
public enum Severity {
    UNKNOWN(0, "Unknown"),
    INFORMATIONAL(1, "Informational"),
    LOW(2, "Low"),
    MEDIUM(3, "Medium"),
    HIGH(4, "High"),
    CRITICAL(5, "Critical"),
    FATAL(6, "Fatal"),
    OTHER(99, "Other");

    private final int id;
    private final String caption;

    Severity(int id, String caption) {
        this.id = id;
        this.caption = caption;
    }

    public int id() {
        return id;
    }

    public String caption() {
        return caption;
    }

    /** The severity with this caption, in any letter case; empty for a word that is none of them. */
    public static Optional<Severity> named(String caption) {
        for (Severity severity : values()) {
            if (severity.caption.toLowerCase(Locale.ROOT).equals(caption.toLowerCase(Locale.ROOT))) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }
}
