package io.siembridge.normalizers.soveren;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The form in which Soveren's names are compared. Its documentation writes the same thing as {@code policy_violations},
 * {@code Policy violation} or {@code policy-violation}.
 */
final class Slug {
    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]+");

    private Slug() {}

    /** Lower case, blanks and hyphens as underscores, without a plural {@code s}. */
    static String of(String name) {
        String slug = SEPARATORS.matcher(name.strip()).replaceAll("_").toLowerCase(Locale.ROOT);
        return slug.endsWith("s") ? slug.substring(0, slug.length() - 1) : slug;
    }
}
