package io.siembridge.app.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.spool.Settlement.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeLineTest {
    @Test
    void foldsWhatLiesBetweenTheFirstAndTheLastOfManyAlike() {
        List<Attempt> attempts = new ArrayList<>();
        for (int minute = 0; minute < 20; minute++) {
            attempts.add(attempt(minute, "retry", "could not be reached"));
        }
        attempts.add(attempt(20, "accepted", "accepted"));

        List<Map<String, Object>> line = TimeLine.of(attempts);

        assertThat(line).hasSize(4);
        assertThat(line.get(0)).containsEntry("started", "2026-03-01 12:00:00");
        assertThat(line.get(1).get("folded"))
                .isInstanceOfSatisfying(
                        Map.class,
                        folded -> assertThat((List<?>) folded.get("tries"))
                                .hasSize(18)
                                .first()
                                .isEqualTo(TimeLine.of(List.of(attempts.get(1))).get(0)));
        assertThat(line.get(2)).containsEntry("started", "2026-03-01 12:19:00");
        assertThat(line.get(3)).containsEntry("outcome", "accepted").containsEntry("detail", "");
    }

    @Test
    void foldsNothingThatDiffersOrIsShort() {
        List<Attempt> attempts = List.of(
                attempt(0, "retry", "could not be reached"),
                attempt(1, "retry", "could not be reached"),
                attempt(2, "retry", "timed out"),
                attempt(3, "retry", "could not be reached"),
                attempt(4, "retry", "could not be reached"),
                attempt(5, "retry", "could not be reached"),
                attempt(6, "retry", "could not be reached"));

        assertThat(TimeLine.of(attempts)).hasSize(7).noneMatch(row -> row.containsKey("folded"));
        assertThat(TimeLine.of(List.of())).isEmpty();
    }

    private static Attempt attempt(int minute, String outcome, String detail) {
        Instant started = Instant.parse("2026-03-01T12:00:00Z").plus(Duration.ofMinutes(minute));
        return new Attempt(started, Duration.ofMillis(3), 1, outcome, detail, Optional.empty());
    }
}
