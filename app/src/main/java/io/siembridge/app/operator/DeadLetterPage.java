package io.siembridge.app.operator;

import io.javalin.http.Context;
import io.siembridge.app.operator.DeadLetterApi.Decision;
import io.siembridge.app.spool.DeadLetter;
import io.siembridge.app.spool.Page;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Dead letters: what was given up and why, and what to do about one or several. */
final class DeadLetterPage {
    private static final int PER_PAGE = 50;

    private final Pages pages;
    private final OperatedBridge bridge;
    private final DeadLetterApi deadLetters;

    DeadLetterPage(Pages pages, OperatedBridge bridge, DeadLetterApi deadLetters) {
        this.pages = pages;
        this.bridge = bridge;
        this.deadLetters = deadLetters;
    }

    void show(Context context) {
        RequestValues values = new RequestValues(context, bridge.clock());
        Page<DeadLetter> page = deadLetters.find(values, PER_PAGE);
        Map<String, Object> model = new HashMap<>();
        model.put("sources", Console.options(List.copyOf(bridge.sources().keySet()), values.text("source")));
        model.put("destinations", Console.options(bridge.destinationNames(), values.text("destination")));
        List<String> fates =
                Arrays.stream(DeadLetter.Fate.values()).map(Documents::word).toList();
        model.put("fates", Console.options(fates, values.text("fate")));
        model.put("rows", page.items().stream().map(DeadLetterPage::row).toList());
        model.put("none", page.items().isEmpty());
        model.put("open", page.items().stream().anyMatch(letter -> letter.fate() == DeadLetter.Fate.OPEN));
        page.next().ifPresent(next -> model.put("next", Console.nextQuery(context, next)));
        pages.show(context, "dead-letters", "Dead letters", model);
    }

    private static Map<String, Object> row(DeadLetter letter) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", letter.id());
        row.put("webhook", letter.webhook());
        row.put("source", letter.source());
        row.put("destination", letter.destination());
        row.put("buried", Wording.moment(letter.buried()));
        row.put("reason", letter.reason());
        row.put("path", letter.path());
        row.put("excerpt", letter.excerpt().orElse(""));
        row.put("nextStep", NextStep.of(letter));
        row.put("fate", Documents.word(letter.fate()));
        row.put("isOpen", letter.fate() == DeadLetter.Fate.OPEN);
        return row;
    }

    void decide(Context context) {
        Decision decision = "discard".equals(context.formParam("action")) ? Decision.DISCARD : Decision.RETRY;
        List<Long> ids = context.formParams("id").stream()
                .filter(id -> id.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .toList();
        if (ids.isEmpty()) {
            throw ProblemException.badRequest("Choose at least one dead letter.");
        }
        int done = deadLetters.decide(context, decision, ids);
        Console.done(context, "/dead-letters", done + " " + decision.done());
    }
}
