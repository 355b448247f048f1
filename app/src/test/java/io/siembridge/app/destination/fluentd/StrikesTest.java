package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StrikesTest {
    private final Strikes strikes = new Strikes();

    @Test
    void suspectsNobodyBeforeTheThirdStrike() {
        strike(2, "a", "b", "c", "d");
        assertThat(strikes.suspicion("a")).isZero();
        assertThat(strikes.mostTogether("a")).isEqualTo(Integer.MAX_VALUE);
        strike(1, "a", "b", "c", "d");
        assertThat(strikes.suspicion("a")).isEqualTo(3);
        assertThat(strikes.mostTogether("a")).isEqualTo(2);
    }

    @Test
    void halvesWithEveryFurtherStrikeDownToOne() {
        strike(3, "a", "b", "c", "d", "e");
        strike(1, "a", "b");
        assertThat(strikes.mostTogether("a")).isEqualTo(1);
        strike(1, "a");
        assertThat(strikes.mostTogether("a")).isEqualTo(1);
    }

    @Test
    void givesUpAnEventThatFailsAloneThreeTimesWhileOthersAreAcknowledged() {
        strike(3, "a", "b");
        strikes.acknowledged(List.of("b"));
        assertThat(strikes.unacknowledged(List.of("a"))).isFalse();
        assertThat(strikes.unacknowledged(List.of("a"))).isFalse();
        assertThat(strikes.unacknowledged(List.of("a"))).isTrue();
    }

    @Test
    void givesUpNothingWhileNothingIsAcknowledged() {
        strikes.acknowledged(List.of("before"));
        for (int attempt = 0; attempt < 100; attempt++) {
            assertThat(strikes.unacknowledged(List.of("a"))).isFalse();
        }
        strikes.acknowledged(List.of("after"));
        assertThat(strikes.unacknowledged(List.of("a"))).isTrue();
    }

    @Test
    void forgetsWhatWasAcknowledged() {
        strike(5, "a");
        strikes.acknowledged(List.of("a"));
        assertThat(strikes.suspicion("a")).isZero();
    }

    @Test
    void startsAnewAfterGivingUp() {
        strike(3, "a");
        strikes.acknowledged(List.of("b"));
        assertThat(strikes.unacknowledged(List.of("a"))).isTrue();
        assertThat(strikes.suspicion("a")).isZero();
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        strike(3, "old");
        for (int number = 0; number < 20_000; number++) {
            strike(1, "new-" + number);
        }
        assertThat(strikes.suspicion("old")).isZero();
    }

    private void strike(int times, String... uids) {
        for (int time = 0; time < times; time++) {
            strikes.unacknowledged(List.of(uids));
        }
    }
}
