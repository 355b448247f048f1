package io.siembridge.normalizers.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTextTest {
    @ParameterizedTest
    @CsvSource({
        "shop.example, shop.example, 0",
        "shop.example:8443, shop.example, 8443",
        "b\u00fccher.example, b\u00fccher.example, 0",
        "192.0.2.1:80, 192.0.2.1, 80",
        "2001:db8::1, 2001:db8::1, 0",
        "[2001:db8::1], 2001:db8::1, 0",
        "[2001:db8::1]:443, 2001:db8::1, 443",
        "shop.example:99999, shop.example, 0",
        "shop.example:, shop.example:, 0"
    })
    void tellsHostFromPort(String text, String host, int port) {
        assertThat(HostText.of(text))
                .contains(new HostText(host, Optional.of(port).filter(number -> number > 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>", "a b", "a/b", "user@host", "a\nb", "\"", "[not-v6]"})
    void refusesWhatCanBeNoHost(String text) {
        assertThat(HostText.of(text)).isEmpty();
    }

    @Test
    void refusesEndlessText() {
        assertThat(HostText.of("a".repeat(256))).isEmpty();
    }
}
