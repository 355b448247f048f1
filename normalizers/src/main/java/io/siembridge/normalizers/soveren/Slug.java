package io.siembridge.normalizers.soveren;

import java.util.Locale;

/**
 * The form in which Soveren's names are compared. Its documentation writes the same thing as {@code policy_violations},
 * {@code Policy violation} or {@code policy-violation}.
 */
final class Slug {
    private Slug() {}

    /** Lower case, blanks and hyphens as underscores, without a plural {@code s}. */
    static String of(String name) {
        String slug = joined(name.strip()).toLowerCase(Locale.ROOT);
        return slug.endsWith("s") ? slug.substring(0, slug.length() - 1) : slug;
    }

    /** By hand, because names are compared several times for each event. */
    private static String joined(String name) {
        StringBuilder joined = new StringBuilder(name.length());
        boolean between = false;
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            boolean separates = letter == '-' || letter == ' ' || (letter >= '\t' && letter <= '\r');
            if (!separates) {
                joined.append(letter);
            } else if (!between) {
                joined.append('_');
            }
            between = separates;
        }
        return joined.toString();
    }
}
