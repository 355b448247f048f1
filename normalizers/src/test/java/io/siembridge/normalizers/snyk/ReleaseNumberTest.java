package io.siembridge.normalizers.snyk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseNumberTest {
    @ParameterizedTest
    @CsvSource({
        "1.9, 1.10",
        "2.2.9, 2.3.0",
        "v1.11.9, 1.12.0",
        "1:0.9, 2:0.1",
        "2, 2.0.1",
        "'', 0.0.1",
        "latest, 1.0",
        "999999999999999999.1, 999999999999999999.2"
    })
    void ordersByNumbersAndNotByText(String lower, String higher) {
        assertThat(ReleaseNumber.of(lower).isBelow(ReleaseNumber.of(higher))).isTrue();
        assertThat(ReleaseNumber.of(higher).isBelow(ReleaseNumber.of(lower))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "2.3.0-rc1, 2.3.0", "4.2.1.Final, v4.2.1", "abc, ''"})
    void doesNotOrderWhatFollowsTheNumbers(String one, String other) {
        assertThat(ReleaseNumber.of(one)).isEqualByComparingTo(ReleaseNumber.of(other));
    }
}
