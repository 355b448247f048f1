package io.siembridge.app.operator;

import io.javalin.http.Context;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.WaitingRequest;
import io.siembridge.app.worker.DestinationStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One destination: how it is, its books, and what waits for it, which can be given up here. */
final class DestinationPage {
    private final Pages pages;
    private final OperatedBridge bridge;
    private final DestinationApi destinations;
    private final WaitingApi waiting;

    DestinationPage(Pages pages, OperatedBridge bridge, DestinationApi destinations, WaitingApi waiting) {
        this.pages = pages;
        this.bridge = bridge;
        this.destinations = destinations;
        this.waiting = waiting;
    }

    void show(Context context) {
        DestinationApi.View view = view(context);
        DestinationStatus status = view.status();
        Instant now = bridge.clock().instant();
        DestinationTally tally = view.tally();
        Map<String, Object> model = new HashMap<>();
        model.put("name", status.name());
        model.put("type", status.type());
        model.put("state", status.state());
        model.put("stateWords", Wording.destinationState(status.state()));
        model.put("error", status.reason());
        model.put("books", books(tally));
        model.put("waiting", tally.waiting());
        model.put("anyWaiting", tally.waiting() > 0);
        model.put("anyDead", tally.dead() > 0);
        model.put("dead", tally.dead());
        view.oldestWaiting().ifPresent(oldest -> model.put("oldest", Wording.age(oldest, now)));
        status.lastSuccess().ifPresent(last -> model.put("last", Wording.age(last, now)));
        model.put("from", String.join(", ", sourcesOf(status.name())));
        RequestValues values = new RequestValues(context, bridge.clock());
        Optional<String> source = values.text("source");
        model.put("sources", Console.options(List.copyOf(bridge.sources().keySet()), source));
        model.put("until", values.text("until").orElse(""));
        if (context.queryParam("count") != null) {
            WaitingRequest request = new WaitingRequest(status.name(), source, values.time("until"));
            long counted = waiting.preview(request);
            model.put("counted", counted);
            model.put("noneCounted", counted == 0);
            model.put("source", source.orElse(""));
            // As a moment, so that what is confirmed is what was counted.
            Instant before = request.until().orElse(now);
            model.put("before", before.toString());
            model.put("beforeShown", Wording.moment(before));
        }
        pages.show(context, "destination", "Destination " + status.name(), model);
    }

    private DestinationApi.View view(Context context) {
        String name = context.pathParam("name");
        List<DestinationApi.View> all = destinations.views();
        RequestValues.checkName(
                "destination",
                name,
                all.stream().map(view -> view.status().name()).toList());
        return all.stream()
                .filter(view -> view.status().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static String books(DestinationTally tally) {
        return "owed " + tally.owed() + " = delivered " + tally.delivered() + " + waiting " + tally.waiting()
                + " + dead " + tally.dead() + " + discarded " + tally.discarded();
    }

    private List<String> sourcesOf(String destination) {
        return bridge.destinations().entrySet().stream()
                .filter(source -> source.getValue().contains(destination))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Gives up what was counted before. */
    void discard(Context context) {
        String name = context.pathParam("name");
        RequestValues form = RequestValues.ofForm(context, bridge.clock());
        long discarded = waiting.discard(context, new WaitingRequest(name, form.text("source"), form.time("until")));
        boolean isGone = destinations.views().stream()
                .noneMatch(view -> view.status().name().equals(name));
        Console.done(
                context,
                isGone ? "/" : "/destinations/" + name,
                discarded + (discarded == 1 ? " delivery was" : " deliveries were") + " given up");
    }
}
