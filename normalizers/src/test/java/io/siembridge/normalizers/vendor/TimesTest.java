package io.siembridge.normalizers.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-15T11:00:00Z, 2026-01-15T11:00:00Z",
        "2026-01-15T11:00Z, 2026-01-15T11:00:00Z",
        "2026-01-15t11:00:00z, 2026-01-15T11:00:00Z",
        "2026-01-15 11:00:00Z, 2026-01-15T11:00:00Z",
        "'  2026-01-15T11:00:00Z ', 2026-01-15T11:00:00Z",
        "2026-01-15T11:00:00.5Z, 2026-01-15T11:00:00.500Z",
        "2026-01-15T11:00:00.060897Z, 2026-01-15T11:00:00.060897Z",
        "2026-01-15T11:00:00.204918377Z, 2026-01-15T11:00:00.204918377Z",
        "2026-01-15T11:00:00.204918377999Z, 2026-01-15T11:00:00.204918377Z",
        "2026-01-15T12:00:00.000+01:00, 2026-01-15T11:00:00Z",
        "2026-01-15T12:00:00+0100, 2026-01-15T11:00:00Z",
        "2026-01-15T05:30:00-05:30, 2026-01-15T11:00:00Z",
        "2026-01-15T11:00:00.204918377999+0000, 2026-01-15T11:00:00.204918377Z",
    })
    void readsIsoTimes(String text, Instant expected) {
        assertThat(Times.iso(text))
                .hasValueSatisfying(time -> assertThat(time.toInstant()).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-01-15",
                "2026-01-15T11:00:00",
                "2026-13-15T11:00:00Z",
                "2026-02-30T11:00:00Z",
                "2026-01-15T25:00:00Z",
                "1768474800",
                "0001-01-01T00:00:00Z",
                "1970-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
            })
    void refusesWhatIsNoTimeOfAWebhook(String text) {
        assertThat(Times.iso(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1768474800, 1768474800000",
        "1768474800123, 1768474800123",
        "4102444800, 4102444800000",
        "4102444800000, 4102444800000",
        "100000000, 100000000000",
    })
    void readsSecondsAndMilliseconds(long number, long millis) {
        assertThat(Times.epochMillis(number)).contains(millis);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                -1,
                1,
                99_999_999,
                4_102_444_801L,
                99_999_999_999L,
                4_102_444_801_000L,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void refusesNumbersThatAreNoTime(long number) {
        assertThat(Times.epochMillis(number)).isEmpty();
    }

    @Test
    void keepsTheOffset() {
        assertThat(Times.iso("2026-01-15T12:00:00+01:00"))
                .hasValueSatisfying(
                        time -> assertThat(time.getOffset().getTotalSeconds()).isEqualTo(3600));
    }
}
