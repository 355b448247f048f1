package io.siembridge.normalizers.soda;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Soda's words, whose spelling changes between generations of its product and of its documentation. */
final class Words {
    private static final Pattern SEPARATORS = Pattern.compile("[\\s_.-]+");

    private Words() {}

    /** The letters of a word alone, lower case: {@code notEvaluated}, {@code NOT_EVALUATED} are one word. */
    static String plain(String word) {
        return SEPARATORS.matcher(word).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** The first line that is not blank. */
    static Optional<String> firstLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst();
    }
}
