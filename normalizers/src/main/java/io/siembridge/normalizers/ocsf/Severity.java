package io.siembridge.normalizers.ocsf;

import java.util.LinkedHashMap;
import java.util.Map;

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

    /** Those that somebody can choose, by caption: all but {@link #OTHER}, which is a word of the vendor's own. */
    public static Map<String, Severity> choices() {
        Map<String, Severity> choices = new LinkedHashMap<>();
        for (Severity severity : values()) {
            if (severity != OTHER) {
                choices.put(severity.caption, severity);
            }
        }
        return choices;
    }
}
