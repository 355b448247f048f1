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
        int at = 0;
        while (at < name.length() && !separates(name.charAt(at))) {
            at++;
        }
        if (at == name.length()) {
            return name;
        }
        StringBuilder joined = new StringBuilder(name.length()).append(name, 0, at);
        boolean between = false;
        for (; at < name.length(); at++) {
            boolean separates = separates(name.charAt(at));
            if (!separates) {
                joined.append(name.charAt(at));
            } else if (!between) {
                joined.append('_');
            }
            between = separates;
        }
        return joined.toString();
    }

    private static boolean separates(char letter) {
        return letter == '-' || letter == ' ' || (letter >= '\t' && letter <= '\r');
    }
}
