package io.siembridge.app.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void saysWhatItsHeightStandsFor() {
        String bars = Chart.bars(List.of(0L, 3L, 12L), "webhooks an hour");
        assertThat(bars)
                .contains("class=\"axis\"", "<small>max 12</small>", "aria-label=\"at most 12 webhooks an hour\"");
        assertThat(bars.split("class=\"bar\"", -1))
                .as("nothing is drawn for nothing")
                .hasSize(3);
    }

    @Test
    void aLineOfLessThanTheWholeTimeEndsAtItsRight() {
        assertThat(Chart.line(List.of(0L, 4L), 5, "waiting")).contains("points=\"120.0,26.5 160.0,1.5\"");
        assertThat(Chart.line(List.of(1L, 1L, 1L, 1L, 1L), 5, "waiting")).contains("points=\"0.0,1.5 40.0,1.5");
    }

    @Test
    void drawsNoLineOfOneValueAndNoneOfNothing() {
        assertThat(Chart.line(List.of(4L), 5, "waiting"))
                .doesNotContain("polyline")
                .contains("max 4");
        assertThat(Chart.line(List.of(0L, 0L), 5, "waiting")).contains("120.0,26.5 160.0,26.5");
    }
}
