package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.spool.AuditEntry;
import io.siembridge.app.spool.DeadLetter;
import io.siembridge.app.spool.LedgerEntry;
import io.siembridge.app.spool.Page;
import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.SpoolHealth;
import io.siembridge.app.spool.WebhookDetail.DeliveryDetail;
import io.siembridge.app.spool.WebhookSummary;
import io.siembridge.app.worker.DestinationStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What the API says about things of the spool, each with its shape. */
final class Documents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static final ObjectNode STATE = Shape.words("waiting", "delivered", "dead", "discarded");

    static final ObjectNode WEBHOOK_SUMMARY = Shape.object(
            Shape.text("webhook", "Receipt id."),
            Shape.text("source", "Configured name."),
            Shape.text("vendor", "Vendor's id."),
            Shape.time("received", "When."),
            Shape.number("bytes", "Length of the body as received."),
            Shape.text("verification", "How it was proved authentic."),
            Shape.text("delivery_id", "The vendor's own id of this delivery, if it sends one.")
                    .optional(),
            Shape.byName("deliveries", STATE));

    static final ObjectNode ATTEMPT = Shape.object(
            Shape.time("started", "When."),
            Shape.number("took_ms", "How long it took."),
            Shape.number("events", "How many events were sent."),
            Shape.part("outcome", Shape.words("accepted", "retry", "paused", "rejected")),
            Shape.text("detail", "What came of it."),
            Shape.text("excerpt", "Beginning of the destination's answer.").optional());

    static final ObjectNode DELIVERY = Shape.object(
            Shape.text("destination", "Configured name."),
            Shape.part("state", STATE),
            Shape.number("attempts", "Failed attempts so far."),
            Shape.time("due", "When it is tried next, if it waits.").optional(),
            Shape.text("hindrance", "What is wrong with its destination, if it waits for that.")
                    .optional(),
            Shape.time("settled", "When it came to its end, if it did.").optional(),
            Shape.list("tries", ATTEMPT));

    static final ObjectNode DEAD_LETTER = Shape.object(
            Shape.number("id", "Its number."),
            Shape.text("webhook", "Receipt id of the webhook it came of."),
            Shape.text("source", "Configured name."),
            Shape.text("destination", "Configured name."),
            Shape.text("event_uid", "The event; absent when a part of the body could not be read.")
                    .optional(),
            Shape.text("path", "The unreadable part's place in the body.").optional(),
            Shape.text("reason", "Why it was given up."),
            Shape.text("next_step", "What to do about it."),
            Shape.text("excerpt", "Beginning of the destination's answer.").optional(),
            Shape.time("buried", "When it was given up."),
            Shape.part("fate", Shape.words("open", "retried", "discarded")));

    static final ObjectNode AUDIT_ENTRY = Shape.object(
            Shape.time("at", "When."),
            Shape.text("who", "The operator as far as known."),
            Shape.text("action", "One word."),
            Shape.text("detail", "On what."));

    static final ObjectNode LEDGER_ENTRY = Shape.object(
            Shape.time("hour", "Its beginning."),
            Shape.text("source", "Configured name."),
            Shape.text("destination", "Configured name, for what happens per destination.")
                    .optional(),
            Shape.text("measure", "accepted, duplicate, rejected, refused, delivered, dead, discarded or replayed."),
            Shape.number("count", "How many."));

    static final ObjectNode SPOOL = Shape.object(
            Shape.flag("accepts", "Whether webhooks are taken."),
            Shape.text("reason", "Why not, or ok."),
            Shape.number("bytes", "Size on disk."),
            Shape.number("free_bytes", "Room left on its volume."),
            Shape.number("queued", "Webhooks waiting for the next commit."));

    private Documents() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static <T> ObjectNode page(String name, Page<T> page, Function<T, ObjectNode> document) {
        ObjectNode body = JSON.objectNode();
        ArrayNode items = body.putArray(name);
        page.items().forEach(item -> items.add(document.apply(item)));
        page.next().ifPresent(next -> body.put("next", next));
        return body;
    }

    static ObjectNode summary(WebhookSummary webhook) {
        ObjectNode body = JSON.objectNode();
        body.put("webhook", webhook.webhook())
                .put("source", webhook.source())
                .put("vendor", webhook.vendor())
                .put("received", webhook.received().toString())
                .put("bytes", webhook.bytes())
                .put("verification", webhook.label());
        webhook.deliveryId().ifPresent(id -> body.put("delivery_id", id));
        ObjectNode deliveries = body.putObject("deliveries");
        webhook.deliveries().forEach((destination, state) -> deliveries.put(destination, word(state)));
        return body;
    }

    /** @param hindrance what is wrong with its destination, if it waits for that */
    static ObjectNode delivery(DeliveryDetail delivery, Optional<DestinationStatus> hindrance) {
        ObjectNode body = JSON.objectNode();
        body.put("destination", delivery.destination())
                .put("state", word(delivery.state()))
                .put("attempts", delivery.attempts());
        delivery.due().ifPresent(due -> body.put("due", due.toString()));
        hindrance.ifPresent(status -> body.put("hindrance", hindrance(status)));
        delivery.settled().ifPresent(settled -> body.put("settled", settled.toString()));
        ArrayNode tries = body.putArray("tries");
        delivery.tries().forEach(attempt -> tries.add(attempt(attempt)));
        return body;
    }

    static String hindrance(DestinationStatus status) {
        return Wording.trouble(status.name(), status.state(), status.reason());
    }

    private static ObjectNode attempt(Attempt attempt) {
        ObjectNode body = JSON.objectNode();
        body.put("started", attempt.started().toString())
                .put("took_ms", attempt.took().toMillis())
                .put("events", attempt.events())
                .put("outcome", attempt.outcome())
                .put("detail", attempt.detail());
        attempt.excerpt().ifPresent(excerpt -> body.put("excerpt", excerpt));
        return body;
    }

    static ObjectNode deadLetter(DeadLetter letter) {
        ObjectNode body = JSON.objectNode();
        body.put("id", letter.id())
                .put("webhook", letter.webhook())
                .put("source", letter.source())
                .put("destination", letter.destination());
        letter.eventUid().ifPresent(uid -> body.put("event_uid", uid));
        if (!letter.path().isEmpty()) {
            body.put("path", letter.path());
        }
        body.put("reason", letter.reason()).put("next_step", NextStep.of(letter));
        letter.excerpt().ifPresent(excerpt -> body.put("excerpt", excerpt));
        return body.put("buried", letter.buried().toString()).put("fate", word(letter.fate()));
    }

    static ObjectNode auditEntry(AuditEntry entry) {
        return JSON.objectNode()
                .put("at", entry.at().toString())
                .put("who", entry.who())
                .put("action", entry.action())
                .put("detail", entry.detail());
    }

    static ObjectNode ledgerEntry(LedgerEntry entry) {
        ObjectNode body = JSON.objectNode();
        body.put("hour", entry.hour().toString()).put("source", entry.source());
        entry.destination().ifPresent(destination -> body.put("destination", destination));
        return body.put("measure", entry.measure()).put("count", entry.count());
    }

    static ObjectNode spool(SpoolHealth health) {
        return JSON.objectNode()
                .put("accepts", health.accepts())
                .put("reason", health.reason())
                .put("bytes", health.bytes())
                .put("free_bytes", health.freeBytes())
                .put("queued", health.queued());
    }
}
