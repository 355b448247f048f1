package io.siembridge.app.operator;

import io.javalin.http.Context;
import io.siembridge.app.spool.LedgerEntry;
import io.siembridge.app.spool.SpoolHealth;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.app.worker.DestinationStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything at a glance: each source, each destination. */
final class OverviewPage {
    private static final int HOURS = 24;

    private final Pages pages;
    private final OperatedBridge bridge;
    private final Trend trend;
    private final SourceApi sources;
    private final DestinationApi destinations;

    OverviewPage(Pages pages, OperatedBridge bridge, Trend trend, SourceApi sources, DestinationApi destinations) {
        this.pages = pages;
        this.bridge = bridge;
        this.trend = trend;
        this.sources = sources;
        this.destinations = destinations;
    }

    void show(Context context) {
        Instant now = bridge.clock().instant();
        SpoolHealth health = bridge.spool().health();
        Map<String, Object> model = new HashMap<>();
        Optional<String> notTaking = bridge.notTaking();
        model.put("accepts", notTaking.isEmpty());
        notTaking.ifPresent(reason -> model.put("reason", reason));
        model.put("bytes", Wording.bytes(health.bytes()));
        model.put("free", Wording.bytes(health.freeBytes()));
        model.put("warnings", bridge.warnings());
        List<LedgerEntry> ledger = bridge.spool().ledger(now.minus(Duration.ofHours(HOURS)), now);
        model.put(
                "sources",
                sources.views().stream().map(view -> source(view, ledger, now)).toList());
        model.put(
                "destinations",
                destinations.views().stream()
                        .map(view -> destination(view, now))
                        .toList());
        pages.show(context, "overview", "Overview", model);
    }

    private static Map<String, Object> source(SourceApi.View view, List<LedgerEntry> ledger, Instant now) {
        Map<String, Object> row = new HashMap<>();
        row.put("name", view.config().name());
        row.put("vendor", view.config().vendor().displayName());
        row.put("unverified", view.config().isUnverified());
        row.put(
                "last",
                view.last().map(last -> Wording.age(last.received(), now)).orElse("never"));
        row.put("accepted", view.lastDay().accepted());
        row.put("duplicate", view.lastDay().duplicate());
        long notTaken = view.lastDay().rejected() + view.lastDay().refused();
        row.put("notTaken", notTaken);
        row.put("anyNotTaken", notTaken > 0);
        Optional<Instant> keyUsed =
                view.keys().stream().flatMap(key -> key.lastVerified().stream()).max(Instant::compareTo);
        row.put("keyUsed", keyUsed.map(used -> Wording.age(used, now)).orElse("not yet"));
        row.put("chart", Chart.bars(perHour(view.config().name(), ledger, now), "webhooks an hour, of the last 24"));
        return row;
    }

    private static List<Long> perHour(String source, List<LedgerEntry> ledger, Instant now) {
        Instant first = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1));
        List<Long> counts = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            Instant at = first.plus(Duration.ofHours(hour));
            counts.add(ledger.stream()
                    .filter(entry -> entry.source().equals(source)
                            && entry.measure().equals("accepted")
                            && entry.hour().equals(at))
                    .mapToLong(LedgerEntry::count)
                    .sum());
        }
        return counts;
    }

    private Map<String, Object> destination(DestinationApi.View view, Instant now) {
        DestinationStatus status = view.status();
        Map<String, Object> row = new HashMap<>();
        row.put("name", status.name());
        row.put("type", status.type());
        row.put("state", status.state());
        row.put("stateWords", Wording.destinationState(status.state()));
        row.put("removed", status.state().equals("removed"));
        row.put("held", status.state().equals("held"));
        row.put("troubled", List.of("retrying", "paused").contains(status.state()));
        row.put("error", status.reason());
        row.put("waiting", view.tally().waiting());
        row.put(
                "oldest",
                view.oldestWaiting().map(oldest -> Wording.age(oldest, now)).orElse("–"));
        row.put("delivered", view.tally().delivered());
        row.put("dead", view.tally().dead());
        row.put("anyDead", view.tally().dead() > 0);
        row.put(
                "perMinute",
                view.perMinute().map(Math::round).map(String::valueOf).orElse("–"));
        row.put("last", status.lastSuccess().map(last -> Wording.age(last, now)).orElse("not yet"));
        row.put("chart", Chart.line(trend.backlog(status.name()), Trend.KEPT, "waiting in the last hour"));
        return row;
    }

    /** Pauses or resumes. */
    void hold(Context context) {
        String name = context.pathParam("name");
        boolean held = "pause".equals(context.formParam("action"));
        DeliveryWorker unused = destinations.hold(context, name, held);
        Console.done(context, "/", name + (held ? " is paused: what is due waits" : " is sending again"));
    }
}
