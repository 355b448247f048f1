package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.Text;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Snyk's long descriptions, of which an event shows the beginning. */
final class Markdown {
    /** More than any first paragraph, and little enough that reading it costs nothing. */
    private static final int MAX_READ = 8_000;

    private static final int MAX_SHOWN = 1_000;
    private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]{1,200})]\\([^()\\s]{1,2000}\\)");

    private Markdown() {}

    /**
     * The first paragraph that says something, on one line, with the text of links only. Headings do not, nor does the
     * note above every description of a Linux package.
     */
    static Optional<String> firstParagraph(String markdown) {
        String paragraph = Text.cut(markdown, MAX_READ)
                .lines()
                .map(String::strip)
                .dropWhile(Markdown::saysNothing)
                .takeWhile(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.joining(" "));
        String text = LINK.matcher(Text.oneLine(paragraph)).replaceAll("$1");
        String shown = text.length() > MAX_SHOWN ? Text.cut(text, MAX_SHOWN).stripTrailing() + "…" : text;
        return Optional.of(shown).filter(each -> !each.isBlank());
    }

    private static boolean saysNothing(String line) {
        return line.isEmpty()
                || line.startsWith("#")
                || line.startsWith("**_Note:_**")
                || line.startsWith("_See `How to fix?`");
    }
}
