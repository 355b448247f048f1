package io.siembridge.app.destination.qradar;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.qradar.LeefFormat.Delimiter;
import io.siembridge.app.destination.qradar.LeefFormat.EqualsInText;
import io.siembridge.app.destination.qradar.LeefFormat.Version;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LeefFormatTest {
    private static final LeefFormat TAB = new LeefFormat(Version.V1, Delimiter.TAB, EqualsInText.KEEP);
    private static final LeefFormat CARET = new LeefFormat(Version.V2, Delimiter.CARET, EqualsInText.KEEP);

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(TAB, "a\tb", "a b"),
                Arguments.of(TAB, "l1\r\nl2\nl3", "l1 l2 l3"),
                Arguments.of(TAB, "a\r\r\nb", "a  b"),
                Arguments.of(TAB, "a=b", "a=b"),
                Arguments.of(TAB, "a|b", "a|b"),
                Arguments.of(TAB, "C:\\temp\\x", "C:\\temp\\x"),
                Arguments.of(TAB, "a^b", "a^b"),
                Arguments.of(CARET, "a^b", "a b"),
                Arguments.of(CARET, "a\tb", "a b"),
                Arguments.of(CARET, "^^", ""),
                Arguments.of(TAB, "café \uD83D\uDD12", "café \uD83D\uDD12"),
                Arguments.of(TAB, "x\0y\u007fz", "x y z"),
                Arguments.of(TAB, "  pad  ", "pad"),
                Arguments.of(TAB, "\t\r\n ", ""));
    }

    @ParameterizedTest
    @MethodSource("values")
    void cleansValues(LeefFormat format, String value, String expected) {
        assertThat(format.value(value, 1000)).isEqualTo(expected);
    }

    @Test
    void keepsCharactersWholeInUtf8() {
        assertThat(TAB.value("café \uD83D\uDD12", 1000).getBytes(StandardCharsets.UTF_8))
                .hasSize(10);
        assertThat(TAB.value("\uD83D\uDD12\uD83D\uDD12", 1)).isEqualTo("\uD83D\uDD12");
    }

    static Stream<Arguments> headerFields() {
        return Stream.of(
                Arguments.of("xss|sqli", "xss/sqli"),
                Arguments.of("a\tb", "a b"),
                Arguments.of("  Acme  ", "Acme"),
                Arguments.of("", "unknown"),
                Arguments.of("\r\n", "unknown"),
                Arguments.of("E".repeat(300), "E".repeat(255)));
    }

    @ParameterizedTest
    @MethodSource("headerFields")
    void cleansHeaderFields(String field, String expected) {
        assertThat(LeefFormat.headerField(field, 255)).isEqualTo(expected);
    }

    @Test
    void announcesItsDelimiter() {
        LeefFormat tab = new LeefFormat(Version.V2, Delimiter.TAB, EqualsInText.KEEP);
        assertThat(CARET.head("Wallarm", "WAF", "4.10", "xss", 255)).isEqualTo("LEEF:2.0|Wallarm|WAF|4.10|xss|^|");
        assertThat(tab.head("Wallarm", "WAF", "4.10", "xss", 255)).isEqualTo("LEEF:2.0|Wallarm|WAF|4.10|xss|0x09|");
        assertThat(TAB.head("Wallarm", "WAF", "4.10", "xss", 255)).isEqualTo("LEEF:1.0|Wallarm|WAF|4.10|xss|");
        assertThat(tab.separator()).isEqualTo("\t");
    }

    @Test
    void usesTheTabInLeef1WhateverElseIsSet() {
        LeefFormat first = new LeefFormat(Version.V1, Delimiter.CARET, EqualsInText.KEEP);
        assertThat(first.separator()).isEqualTo("\t");
        assertThat(first.value("a^b\tc", 100)).isEqualTo("a^b c");
    }

    @Test
    void keepsRegularExpressionsFromFindingForgedAttributes() {
        LeefFormat wary = new LeefFormat(Version.V2, Delimiter.CARET, EqualsInText.REPLACE);
        assertThat(wary.value("login from src=6.6.6.6 usrName=root", 100))
                .isEqualTo("login from src:6.6.6.6 usrName:root");
        assertThat(wary.value("src=6.6.6.6", 100)).isEqualTo("src:6.6.6.6");
        assertThat(wary.value("/search?q=1&page=2", 100)).isEqualTo("/search?q=1&page=2");
    }
}
