package io.siembridge.app.operator;

import io.javalin.http.Context;
import io.siembridge.app.spool.LedgerHour;
import io.siembridge.app.spool.SourceTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The books: what each source sent hour by hour and what became of it, and what each destination is owed. */
final class LedgerPage {
    private static final Duration USUAL = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Pages pages;
    private final OperatedBridge bridge;

    LedgerPage(Pages pages, OperatedBridge bridge) {
        this.pages = pages;
        this.bridge = bridge;
    }

    void show(Context context) {
        RequestValues values = new RequestValues(context, bridge.clock());
        Instant now = bridge.clock().instant();
        Instant since = values.time("since").orElse(now.minus(USUAL));
        if (Duration.between(since, now).compareTo(LONGEST) > 0) {
            throw ProblemException.badRequest(
                    "The page shows at most " + LONGEST.toDays() + " days; /api/v1/ledger gives what is longer ago.");
        }
        Optional<String> source = values.text("source");
        List<Map<String, Object>> rows = LedgerHour.of(bridge.spool().ledger(since, now).stream()
                        .filter(entry -> source.isEmpty() || source.get().equals(entry.source()))
                        .toList())
                .stream()
                .map(LedgerPage::row)
                .toList();
        Map<String, Object> model = new HashMap<>();
        model.put("sources", Console.options(List.copyOf(bridge.sources().keySet()), source));
        model.put("since", values.text("since").orElse(""));
        model.put("rows", rows);
        model.put("none", rows.isEmpty());
        model.put("destinations", destinations());
        pages.show(context, "ledger", "Ledger", model);
    }

    private List<Map<String, Object>> destinations() {
        List<Map<String, Object>> rows = new ArrayList<>();
        bridge.spool()
                .tallies()
                .forEach((name, tally) -> rows.add(Map.of(
                        "name", name,
                        "owed", tally.owed(),
                        "delivered", tally.delivered(),
                        "waiting", tally.waiting(),
                        "dead", tally.dead(),
                        "discarded", tally.discarded())));
        return rows;
    }

    private static Map<String, Object> row(LedgerHour hour) {
        SourceTally tally = hour.received();
        Map<String, Object> row = new HashMap<>();
        row.put("hour", Wording.moment(hour.start()).substring(0, "2026-03-01 12:00".length()));
        row.put("source", hour.source());
        row.put("received", tally.received());
        row.put("accepted", tally.accepted());
        row.put("duplicate", tally.duplicate());
        row.put("rejected", tally.rejected());
        row.put("refused", tally.refused());
        row.put("because", Wording.refusals(tally));
        row.put("deliveries", hour.deliveryTexts());
        return row;
    }
}
