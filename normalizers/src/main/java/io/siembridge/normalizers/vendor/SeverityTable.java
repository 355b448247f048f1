package io.siembridge.normalizers.vendor;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.Severity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A vendor's words and the severity each stands for. Words are compared without regard to letter case and blanks around
 * them.
 */
public final class SeverityTable {
    private final Map<String, Severity> byWord;

    private SeverityTable(Map<String, Severity> byWord) {
        this.byWord = byWord;
    }

    public static SeverityTable of(Map<String, Severity> byWord) {
        Map<String, Severity> lower = new LinkedHashMap<>();
        byWord.forEach((word, severity) -> lower.put(word.toLowerCase(Locale.ROOT), severity));
        return new SeverityTable(lower);
    }

    /** This table with some words given another severity. */
    public SeverityTable with(Map<String, Severity> overrides) {
        Map<String, Severity> merged = new LinkedHashMap<>(byWord);
        overrides.forEach((word, severity) -> merged.put(word.toLowerCase(Locale.ROOT), severity));
        return new SeverityTable(merged);
    }

    public Optional<Severity> of(String word) {
        return Optional.ofNullable(byWord.get(word.strip().toLowerCase(Locale.ROOT)));
    }

    /**
     * Gives an event the severity of a word; if the table does not have the word, severity 99 with what the vendor wrote.
     *
     * @param word as the table spells it
     * @param asSent the vendor's own spelling
     */
    public void rate(EventBuilder event, String word, String asSent) {
        of(word).filter(severity -> severity != Severity.OTHER)
                .ifPresentOrElse(event::severity, () -> event.otherSeverity(asSent));
    }

    /** Every word the table knows, lower case: the keys a configuration may override. */
    public Set<String> words() {
        return Set.copyOf(byWord.keySet());
    }
}
