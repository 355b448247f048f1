package io.siembridge.app.operator;

import io.siembridge.app.spool.Settlement.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Attempts as a page lists them. Of many in a row that ended alike, as at a peer that is down, the first and the last stand there and
 * the others are folded between them.
 */
final class TimeLine {
    /** Fewer take no more room than the fold. */
    private static final int LEAST_FOLDED = 3;

    private TimeLine() {}

    /** Each is an attempt, or {@code folded}: how many, and the attempts themselves. */
    static List<Map<String, Object>> of(List<Attempt> attempts) {
        List<Map<String, Object>> line = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= attempts.size(); i++) {
            if (i == attempts.size() || !areAlike(attempts.get(begin), attempts.get(i))) {
                add(line, attempts.subList(begin, i));
                begin = i;
            }
        }
        return line;
    }

    private static void add(List<Map<String, Object>> line, List<Attempt> alike) {
        List<Map<String, Object>> shown = alike.stream().map(TimeLine::attempt).toList();
        int last = shown.size() - 1;
        if (last - 1 < LEAST_FOLDED) {
            line.addAll(shown);
            return;
        }
        line.add(shown.get(0));
        line.add(Map.of("folded", Map.of("count", last - 1, "tries", shown.subList(1, last))));
        line.add(shown.get(last));
    }

    private static boolean areAlike(Attempt one, Attempt other) {
        return one.outcome().equals(other.outcome())
                && one.detail().equals(other.detail())
                && one.excerpt().equals(other.excerpt());
    }

    private static Map<String, Object> attempt(Attempt attempt) {
        return Map.of(
                "started", Wording.moment(attempt.started()),
                "took", attempt.took().toMillis(),
                "events", attempt.events(),
                "outcome", attempt.outcome(),
                "detail", attempt.detail().equals(attempt.outcome()) ? "" : attempt.detail(),
                "excerpt", attempt.excerpt().orElse(""));
    }
}
