package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.siembridge.app.spool.DeadLetter;
import io.siembridge.app.spool.DeadLetterFilter;
import io.siembridge.app.spool.Page;
import io.siembridge.app.spool.Spool;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/** What could not be delivered, why, and what an operator decides about it. */
final class DeadLetterApi {
    private static final String IDS = "ids";
    private static final ObjectNode CHOICE = Shape.object(Shape.list(IDS, Shape.type("integer")));

    private final Spool spool;
    private final AuditTrail audit;
    private final InstantSource clock;

    DeadLetterApi(OperatedBridge bridge, AuditTrail audit) {
        this.spool = bridge.spool();
        this.audit = audit;
        this.clock = bridge.clock();
    }

    /** What can be done about a dead letter. */
    enum Decision {
        RETRY,
        DISCARD;

        String word() {
            return Documents.word(this);
        }

        String done() {
            return this == RETRY ? "retried" : "discarded";
        }
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/dead-letters", "Dead letters, newest first.", this::list)
                        .taking("source", "Only of this source.")
                        .taking("destination", "Only for this destination.")
                        .taking("webhook", "Only of this webhook.")
                        .taking(
                                "fate",
                                "What became of them; open by default.",
                                Shape.words("open", "retried", "discarded"))
                        .taking("since", "Only buried since: " + TimeText.FORMS + ".")
                        .taking("until", "Only buried before.")
                        .paged()
                        .answering(Shape.page("dead_letters", Documents.DEAD_LETTER)),
                Route.get("/api/v1/dead-letters/{id}", "One dead letter.", this::show)
                        .answering(Documents.DEAD_LETTER),
                one(Decision.RETRY, "Makes the delivery of a dead letter due again."),
                one(Decision.DISCARD, "Gives a dead letter up for good."),
                several(Decision.RETRY, "Makes the deliveries of several dead letters due again."),
                several(Decision.DISCARD, "Gives several dead letters up for good."));
    }

    private Route one(Decision decision, String summary) {
        return Route.post(
                        "/api/v1/dead-letters/{id}/" + decision.word(),
                        summary,
                        context -> answer(
                                context, decision, List.of(letter(context).id())))
                .answering(answered(decision));
    }

    private Route several(Decision decision, String summary) {
        return Route.post("/api/v1/dead-letters/" + decision.word(), summary, context -> {
                    List<Long> ids =
                            new RequestValues(context, clock).body(List.of(IDS)).numbers(IDS);
                    answer(context, decision, ids);
                })
                .withBody(CHOICE)
                .answering(answered(decision));
    }

    private static ObjectNode answered(Decision decision) {
        return Shape.object(Shape.number(decision.done(), "How many."));
    }

    private void list(Context context) {
        Answers.json(
                context,
                Documents.page(
                        "dead_letters",
                        find(new RequestValues(context, clock), RequestValues.DEFAULT_LIMIT),
                        Documents::deadLetter));
    }

    /** What the query parameters of a list ask for; the console's list has the same. */
    Page<DeadLetter> find(RequestValues values, int usualLimit) {
        DeadLetterFilter filter = new DeadLetterFilter(
                values.text("source"),
                values.text("destination"),
                values.text("webhook"),
                values.word("fate", DeadLetter.Fate.class),
                values.time("since"),
                values.time("until"));
        return spool.deadLetters(filter, values.cursor("cursor"), values.limit(usualLimit));
    }

    private void show(Context context) {
        Answers.json(context, Documents.deadLetter(letter(context)));
    }

    private DeadLetter letter(Context context) {
        String id = context.pathParam("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw ProblemException.badRequest("A dead letter's id is a number.");
        }
        return spool.deadLetter(Long.parseLong(id))
                .orElseThrow(() -> ProblemException.notFound("There is no such dead letter."));
    }

    private void answer(Context context, Decision decision, List<Long> ids) {
        int done = decide(context, decision, ids);
        Answers.json(context, JsonNodeFactory.instance.objectNode().put(decision.done(), done));
    }

    /** Does it, writes it down, and says how many were still open. */
    int decide(Context context, Decision decision, List<Long> ids) {
        if (ids.isEmpty()) {
            throw ProblemException.badRequest("Say which dead letters: " + IDS + " is empty.");
        }
        int done = (decision == Decision.RETRY ? spool.retry(ids) : spool.discard(ids)).join();
        if (done == 0) {
            throw ProblemException.conflict("Nothing was done: " + (ids.size() == 1 ? "it is" : "they are")
                    + " not open. Somebody has dealt with it, or there is no such dead letter.");
        }
        String numbers = ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        audit.record(context, decision.word(), done + " of dead letters " + numbers);
        return done;
    }
}
