package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class LineTest {
    private static final Shedding FIRST = Shedding.leftOut(1);
    private static final Shedding SECOND = Shedding.shortened(2);

    private final Line line = new Line("head|", "^", UnaryOperator.identity());

    @Test
    void joinsWhatFits() {
        line.add("a=", "1", Shedding.NEVER).add("b=", "2", FIRST);
        assertThat(line.fit(12, "cut=1")).contains("head|a=1^b=2");
    }

    @Test
    void leavesOutAttributesWithoutAValue() {
        line.add("a=", "", Shedding.NEVER).add("b=", "2", FIRST);
        assertThat(line.fit(100, "cut=1")).contains("head|b=2");
    }

    @Test
    void shedsTheLastOfTheLowestRankFirst() {
        line.add("keep=", "k", Shedding.NEVER)
                .add("a=", "1111", FIRST)
                .add("msg=", "text", SECOND)
                .add("b=", "2222", FIRST);
        assertThat(line.fit(34, "cut=1")).contains("head|keep=k^a=1111^msg=text^b=2222");
        assertThat(line.fit(33, "cut=1")).contains("head|cut=1^keep=k^a=1111^msg=text");
        assertThat(line.fit(32, "cut=1")).contains("head|cut=1^keep=k^msg=text");
        assertThat(line.fit(25, "cut=1")).contains("head|cut=1^keep=k^msg=tex");
        assertThat(line.fit(23, "cut=1")).contains("head|cut=1^keep=k^msg=t");
        assertThat(line.fit(22, "cut=1")).contains("head|cut=1^keep=k");
        assertThat(line.fit(17, "cut=1")).contains("head|cut=1^keep=k");
        assertThat(line.fit(16, "cut=1")).isEmpty();
    }

    @Test
    void cutsBetweenCharactersAndNeverWithinOne() {
        line.add("msg=", "\uD83D\uDD12\uD83D\uDD12é", SECOND);
        for (int limit = 15; limit < 30; limit++) {
            Optional<String> fitted = line.fit(limit, "c");
            assertThat(fitted).isPresent();
            byte[] bytes = fitted.get().getBytes(StandardCharsets.UTF_8);
            assertThat(bytes.length).isLessThanOrEqualTo(limit);
            assertThat(new String(bytes, StandardCharsets.UTF_8))
                    .isEqualTo(fitted.get())
                    .doesNotContain("\uFFFD");
        }
        assertThat(line.fit(15, "c")).contains("head|c^msg=\uD83D\uDD12");
    }

    @Test
    void countsEscapesWhenItCutsAndNeverCutsOne() {
        Line escaping = new Line("", " ", value -> value.replace("=", "\\="));
        escaping.add("msg=", "a=b=c", SECOND);
        assertThat(escaping.fit(11, "c")).contains("msg=a\\=b\\=c");
        assertThat(escaping.fit(10, "c")).contains("c msg=a\\=b");
        assertThat(escaping.fit(9, "c")).contains("c msg=a\\=");
        assertThat(escaping.fit(8, "c")).contains("c msg=a");
    }

    @Test
    void leavesNoSpaceBehindWhenItCuts() {
        line.add("msg=", "one two", SECOND);
        assertThat(line.fit(15, "c")).contains("head|c^msg=one");
    }

    @Test
    void keepsTwoEqualAttributesApart() {
        line.add("a=", "1111", FIRST).add("a=", "1111", FIRST);
        assertThat(line.fit(15, "c")).contains("head|c^a=1111");
    }
}
