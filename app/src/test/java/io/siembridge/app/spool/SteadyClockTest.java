package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final long START = TestTime.START.toEpochMilli();

    private final TestTime time = new TestTime();
    private final SteadyClock steady = new SteadyClock(time, time.nanos(), 0);

    @Test
    void followsTheWallClock() {
        assertThat(steady.millis()).isEqualTo(START);
        time.pass(Duration.ofSeconds(5));
        assertThat(steady.millis()).isEqualTo(START + 5000);
    }

    @Test
    void goesOnWhenTheWallClockIsSetBack() {
        steady.millis();
        time.pass(Duration.ofSeconds(5));
        time.jump(Duration.ofHours(-1));
        assertThat(steady.millis()).isEqualTo(START + 5000);
        time.pass(Duration.ofSeconds(5));
        assertThat(steady.millis()).isEqualTo(START + 10_000);
        assertThat(steady.fromWall(time.millis() + 30_000)).isEqualTo(START + 40_000);
        assertThat(steady.toWall(START + 40_000)).isEqualTo(time.millis() + 30_000);
    }

    @Test
    void doesNotDriftAheadByManyReadings() {
        for (int i = 0; i < 10_000; i++) {
            steady.millis();
        }
        assertThat(steady.millis()).isEqualTo(START);
        assertThat(steady.fromWall(START)).isEqualTo(START);
    }

    @Test
    void goesForwardWithTheWallClock() {
        steady.millis();
        time.jump(Duration.ofDays(1));
        assertThat(steady.millis()).isEqualTo(START + Duration.ofDays(1).toMillis());
    }

    @Test
    void startsWhereAnotherProcessEnded() {
        SteadyClock next = new SteadyClock(time, time.nanos(), START + 3_600_000);
        assertThat(next.millis()).isEqualTo(START + 3_600_000);
        time.pass(Duration.ofSeconds(1));
        assertThat(next.millis()).isEqualTo(START + 3_601_000);
        assertThat(next.toWall(START + 3_601_000)).isEqualTo(time.millis());
    }
}
