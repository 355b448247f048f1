package io.siembridge.normalizers.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsualTimeTest {
    private static final String DIGITS = "0123456789";
    private static final String ODD = "Zz+-:. tT9/\u0661";

    /** What it reads, the platform's formatter reads alike; what the formatter refuses, it does not read. */
    @Test
    void agreesWithThePlatform() {
        Random random = new Random(20_260_115L);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            String text = time(random);
            Optional<OffsetDateTime> usual = UsualTime.read(text);
            if (usual.isPresent()) {
                assertThat(usual).as(text).isEqualTo(byFormatter(text));
                read++;
            }
        }
        assertThat(read).isBetween(5_000, 50_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-15T12:00:00Z",
                "2024-02-29T23:59:59Z",
                "2026-01-15T12:00:00.1Z",
                "2026-01-15T12:00:00.000000001Z",
                "2026-01-15T12:00:00.999999999Z"
            })
    void readsTheUsualSpelling(String text) {
        assertThat(UsualTime.read(text)).contains(OffsetDateTime.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-01-15T12:00Z",
                "2026-01-15T12:00:00",
                "2026-01-15T12:00:00.Z",
                "2026-01-15T12:00:00,5Z",
                "2026-01-15T12:00:00.1234567890Z",
                "2026-01-15 12:00:00Z",
                "2026-01-15T12:00:00+00:00",
                "2026-02-29T12:00:00Z",
                "2026-01-15T24:00:00Z",
                "2026-01-15T12:00:60Z",
                "2026-1a-15T12:00:00Z",
                "2026-01-15T12:00:00.-1Z"
            })
    void leavesEveryOtherToThePlatform(String text) {
        assertThat(UsualTime.read(text)).isEmpty();
    }

    /** Digits at random in the right places, and often one character that is wrong. */
    private static String time(Random random) {
        StringBuilder text = new StringBuilder("dddd-Dd-DdTDd:Dd:Dd");
        int digits = random.nextInt(12);
        text.append(digits == 0 ? "" : ".").append("d".repeat(digits)).append('Z');
        for (int i = 0; i < text.length(); i++) {
            // A date at random is mostly none; small tens are.
            int bound = text.charAt(i) == 'D' ? 4 : 10;
            if (text.charAt(i) == 'd' || text.charAt(i) == 'D') {
                text.setCharAt(i, DIGITS.charAt(random.nextInt(bound)));
            }
        }
        if (random.nextInt(3) == 0) {
            text.setCharAt(random.nextInt(text.length()), ODD.charAt(random.nextInt(ODD.length())));
        }
        return text.toString();
    }

    private static Optional<OffsetDateTime> byFormatter(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text));
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }
}
