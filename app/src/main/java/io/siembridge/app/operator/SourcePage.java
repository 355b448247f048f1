package io.siembridge.app.operator;

import io.javalin.http.Context;
import io.siembridge.app.spool.SourceTally;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One source: how it verifies, which of its keys are in use, what it refused and why. */
final class SourcePage {
    private final Pages pages;
    private final OperatedBridge bridge;
    private final SourceApi sources;

    SourcePage(Pages pages, OperatedBridge bridge, SourceApi sources) {
        this.pages = pages;
        this.bridge = bridge;
        this.sources = sources;
    }

    void show(Context context) {
        String name = context.pathParam("name");
        Instant now = bridge.clock().instant();
        List<SourceApi.RejectionView> rejections = sources.rejectionsOf(name);
        SourceApi.View view = sources.views().stream()
                .filter(each -> each.config().name().equals(name))
                .findFirst()
                .orElseThrow();
        Map<String, Object> model = new HashMap<>();
        model.put("name", name);
        model.put("vendor", view.config().vendor().displayName());
        model.put("verification", SourceApi.verification(view.config()));
        model.put("allow", String.join(", ", view.config().allow()));
        model.put("destinations", String.join(", ", bridge.destinations().getOrDefault(name, List.of())));
        model.put(
                "keys",
                view.keys().stream()
                        .map(key -> Map.of(
                                "number", key.number(),
                                "used",
                                        key.lastVerified()
                                                .map(used -> Wording.age(used, now))
                                                .orElse("not yet")))
                        .toList());
        model.put("lastDay", lastDay(view.lastDay()));
        model.put("anyDuplicate", view.lastDay().duplicate() > 0);
        model.put("refusals", Wording.refusals(view.lastDay()));
        boolean isForgotten = view.lastDay().rejected() > 0 && rejections.isEmpty();
        model.put("forgotten", isForgotten);
        model.put("severalKeys", view.keys().size() > 1);
        model.put("rejections", rejections.stream().map(SourcePage::rejection).toList());
        model.put("none", rejections.isEmpty() && !isForgotten);
        pages.show(context, "source", "Source " + name, model);
    }

    private static String lastDay(SourceTally tally) {
        return "received " + tally.received() + " = accepted " + tally.accepted() + " + duplicate " + tally.duplicate()
                + " + not authentic " + tally.rejected() + " + refused otherwise " + tally.refused();
    }

    private static Map<String, Object> rejection(SourceApi.RejectionView view) {
        Map<String, Object> row = new HashMap<>();
        row.put("at", Wording.moment(view.rejection().at()));
        row.put("sender", view.rejection().sender());
        row.put("reason", view.rejection().reason().explanation());
        row.put("explanation", view.explanation());
        row.put("header", view.header());
        row.put("given", view.given());
        row.put("bytes", Wording.bytes(view.rejection().bodyLength()));
        row.put("body", view.bodyStart());
        return row;
    }
}
