package io.siembridge.normalizers.soda;

import java.util.Locale;
import java.util.Optional;

/** Soda's words, whose spelling changes between generations of its product and of its documentation. */
final class Words {
    private Words() {}

    /** The letters of a word alone, lower case: {@code notEvaluated}, {@code NOT_EVALUATED} are one word. */
    static String plain(String word) {
        return word.replaceAll("[\\s_.-]+", "").toLowerCase(Locale.ROOT);
    }

    /** The first line that is not blank. */
    static Optional<String> firstLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst();
    }
}
