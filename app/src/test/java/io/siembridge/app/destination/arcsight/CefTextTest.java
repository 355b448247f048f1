package io.siembridge.app.destination.arcsight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CefTextTest {
    static Stream<Arguments> headerFields() {
        return Stream.of(
                Arguments.of("a|b", "a\\|b"),
                Arguments.of("a\\b", "a\\\\b"),
                Arguments.of("a\\|b", "a\\\\\\|b"),
                Arguments.of("a=b", "a=b"),
                Arguments.of("l1\nl2", "l1 l2"),
                Arguments.of("l1\r\nl2", "l1 l2"),
                Arguments.of("V".repeat(70), "V".repeat(63)),
                Arguments.of("", "unknown"));
    }

    @ParameterizedTest
    @MethodSource("headerFields")
    void escapesHeaderFields(String field, String expected) {
        assertThat(CefText.headerField(field, 63)).isEqualTo(expected);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("a=b", "a\\=b"),
                Arguments.of("a|b", "a|b"),
                Arguments.of("a\\b", "a\\\\b"),
                Arguments.of("C:\\new=1", "C:\\\\new\\=1"),
                Arguments.of("l1\r\nl2", "l1\\r\\nl2"),
                Arguments.of("l1\nl2", "l1\\nl2"),
                Arguments.of("tab\there", "tab here"),
                Arguments.of("  pad  ", "pad"),
                Arguments.of("a\\=b", "a\\\\\\=b"),
                Arguments.of("\\n literal", "\\\\n literal"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void escapesValues(String value, String expected) {
        assertThat(CefText.escape(CefText.value(value, 1000))).isEqualTo(expected);
    }

    @Test
    void cutsBeforeItEscapes() {
        assertThat(CefText.escape(CefText.value("====", 2))).isEqualTo("\\=\\=");
        assertThat(CefText.headerField("||||", 2)).isEqualTo("\\|\\|");
    }
}
