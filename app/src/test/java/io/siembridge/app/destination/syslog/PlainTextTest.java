package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlainTextTest {
    @Test
    void putsTextOnOneLine() {
        assertThat(PlainText.oneLine("a\tb")).isEqualTo("a b");
        assertThat(PlainText.oneLine("l1\r\nl2\nl3")).isEqualTo("l1 l2 l3");
        assertThat(PlainText.oneLine("a\r\r\nb")).isEqualTo("a  b");
        assertThat(PlainText.oneLine("x\0y\u007fz")).isEqualTo("x y z");
        assertThat(PlainText.oneLine("  pad  ")).isEqualTo("pad");
        assertThat(PlainText.oneLine("\t\r\n ")).isEmpty();
        assertThat(PlainText.oneLine("")).isEmpty();
    }

    @Test
    void takesEverythingThatSomeProgramReadsAsTheEndOfALine() {
        assertThat(PlainText.oneLine("a\u0085b\u2028c\u2029d\u000be\ff")).isEqualTo("a b c d e f");
    }

    @Test
    void keepsLineBreaksForFormatsThatEscapeThem() {
        assertThat(PlainText.withLineBreaks("a\r\nb\nc\rd\te")).isEqualTo("a\r\nb\nc\rd e");
    }

    @Test
    void keepsWhatIsNotAControl() {
        String text = "C:\\temp|x=^ café \uD83D\uDD12 \u202Eright to left\u202C";
        assertThat(PlainText.oneLine(text)).isEqualTo(text);
    }

    @Test
    void replacesHalfASurrogatePair() {
        assertThat(PlainText.oneLine("a\uD83Db\uDD12")).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void cutsByCodePoints() {
        assertThat(PlainText.cut("\uD83D\uDD12\uD83D\uDD12x", 2)).isEqualTo("\uD83D\uDD12\uD83D\uDD12");
        assertThat(PlainText.cut("one two", 4)).isEqualTo("one");
        assertThat(PlainText.cut("short", 100)).isEqualTo("short");
    }
}
