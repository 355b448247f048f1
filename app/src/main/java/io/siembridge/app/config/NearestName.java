package io.siembridge.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Suggests what somebody meant to write. */
public final class NearestName {
    private NearestName() {}

    /** A clause such as {@code ", did you mean url?"}, or the list of known names when none is near. */
    public static String hint(String written, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(written, name)))
                .filter(name -> distance(written, name) <= Math.max(2, written.length() / 3))
                .map(name -> ", did you mean " + name + "?")
                .orElse("; known are " + String.join(", ", known));
    }

    /** Levenshtein distance without regard to letter case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
