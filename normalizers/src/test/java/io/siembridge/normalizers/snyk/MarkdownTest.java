package io.siembridge.normalizers.snyk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void skipsHeadingsAndJoinsTheLinesOfTheFirstParagraph() {
        assertThat(Markdown.firstParagraph("## Overview\r\n\r\nOne\r\ntwo\rthree.\n\nFour."))
                .hasValue("One two three.");
        assertThat(Markdown.firstParagraph("# A\ntext\n## B\nmore")).hasValue("text");
    }

    @Test
    void showsTheTextOfLinks() {
        assertThat(Markdown.firstParagraph("[`a`](https://x.example/a) and [b](c) but [d] and (e)"))
                .hasValue("`a` and b but [d] and (e)");
    }

    @Test
    void skipsTheNoteAboveDescriptionsOfLinuxPackages() {
        assertThat(
                        Markdown.firstParagraph(
                                "## NVD Description\n**_Note:_** _Versions … upstream._\n_See `How to fix?` for fixes._\n\nReal."))
                .hasValue("Real.");
    }

    @Test
    void turnsControlCharactersAndLineSeparatorsIntoSpaces() {
        assertThat(Markdown.firstParagraph("a\u0000b\u2028c\u001bd")).hasValue("a b c d");
    }

    @Test
    void hasNoneOfTextWithoutParagraphs() {
        assertThat(Markdown.firstParagraph("")).isEmpty();
        assertThat(Markdown.firstParagraph("## Overview\r\n\r\n")).isEmpty();
        assertThat(Markdown.firstParagraph("\u0000\n")).isEmpty();
    }

    @Test
    void cutsLongParagraphsAndNeverHalfACharacter() {
        String clefs = "𝄞".repeat(20_000);

        String shown = Markdown.firstParagraph("x" + clefs).orElseThrow();

        assertThat(shown).startsWith("x𝄞").endsWith("𝄞…").hasSizeLessThanOrEqualTo(1_001);
    }

    @Test
    void readsHostileBracketsInNoTime() {
        assertThat(Markdown.firstParagraph("[".repeat(5_000_000))).isPresent();
        assertThat(Markdown.firstParagraph("[a](".repeat(2_000_000))).isPresent();
    }
}
