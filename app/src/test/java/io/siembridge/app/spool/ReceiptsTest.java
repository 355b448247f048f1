package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Receipts tell the time and are never given twice. */
final class ReceiptsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Instant now = NOON;
    private final InstantSource clock = () -> now;

    @Test
    void carriesTheTimeOfTheBridgesClock() {
        assertThat(Ulid.getInstant(new Receipts(clock).next())).isEqualTo(NOON);
    }

    @Test
    void givesOthersWhenTheSameMillisecondComesAgain() {
        Receipts receipts = new Receipts(clock);
        Set<String> given = new HashSet<>();
        for (int hour = 0; hour < 100; hour++) {
            now = hour % 2 == 0 ? NOON : NOON.plus(Duration.ofHours(1));
            given.add(chance(receipts.next()));
        }
        assertThat(given).hasSize(100);
    }

    @Test
    void givesOthersThanASecondSpoolAtTheSameTime() {
        assertThat(chance(new Receipts(clock).next())).isNotEqualTo(chance(new Receipts(clock).next()));
    }

    @Test
    void worksWithAClockBeforeTheBeginningOfTime() {
        now = Instant.parse("1969-12-31T23:00:00Z");
        Receipts receipts = new Receipts(clock);
        assertThat(receipts.next()).isNotEqualTo(receipts.next());
    }

    private static String chance(String receipt) {
        return receipt.substring(10);
    }
}
