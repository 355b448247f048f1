package io.siembridge.app.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "15m, 2026-03-10T11:45:00Z",
        "2h, 2026-03-10T10:00:00Z",
        "7d, 2026-03-03T12:00:00Z",
        "2026-03-01, 2026-03-01T00:00:00Z",
        "2026-03-01T14:30, 2026-03-01T14:30:00Z",
        "2026-03-01T14:30:05, 2026-03-01T14:30:05Z",
        "2026-03-01T14:30:05Z, 2026-03-01T14:30:05Z",
        "2026-03-01T14:30:05.250+02:00, 2026-03-01T12:30:05.250Z"
    })
    void understandsWhatPeopleWrite(String text, String time) {
        assertThat(TimeText.parse(text, NOW)).contains(Instant.parse(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01", "15", "m", "2026-03-01T25:00", "9999999d", "1h30m"})
    void refusesTheRest(String text) {
        assertThat(TimeText.parse(text, NOW)).isEmpty();
    }

    @Test
    void staysWithinTime() {
        assertThat(TimeText.parse("999999d", NOW)).isPresent();
    }
}
