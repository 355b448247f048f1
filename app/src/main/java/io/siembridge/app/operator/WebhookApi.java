package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.siembridge.app.spool.DeliveryState;
import io.siembridge.app.spool.Page;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.StoredWebhook;
import io.siembridge.app.spool.WebhookDetail;
import io.siembridge.app.spool.WebhookFilter;
import io.siembridge.app.spool.WebhookSummary;
import io.siembridge.app.worker.WebhookNormalizer;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalization.UnreadableItem;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What arrived: lists of webhooks, and everything about one. */
final class WebhookApi {
    private static final int MOST_EVENTS = 200;
    private static final Pattern COMMA = Pattern.compile(",");
    private static final String SENT = "sent";
    private static final List<String> USUAL_PARTS = List.of("body", "events", "deliveries");
    private static final List<String> PARTS = List.of("body", "events", "deliveries", SENT);

    private static final ObjectNode BODY = Shape.object(
            Shape.part("encoding", Shape.words("utf-8", "base64")),
            Shape.text("text", "The body as received, inflated if it came compressed; secrets as stars."),
            Shape.flag("redacted", "Whether a secret in it was replaced."));
    private static final ObjectNode DETAIL = Shape.object(
            Shape.text("webhook", "Receipt id."),
            Shape.text("source", "Configured name."),
            Shape.text("vendor", "Vendor's id."),
            Shape.time("received", "When."),
            Shape.number("bytes", "Length of the body as received."),
            Shape.text("sha256", "Digest of the body as received."),
            Shape.text("verification", "How it was proved authentic."),
            Shape.text("delivery_id", "The vendor's own id of this delivery.").optional(),
            Shape.byName("headers", Shape.type("string")),
            Shape.part("body", BODY).optional(),
            Shape.list("events", Shape.type("object")).optional(),
            Shape.number("events_total", "How many events it makes; at most " + MOST_EVENTS + " are shown.")
                    .optional(),
            Shape.list(
                            "unreadable",
                            Shape.object(
                                    Shape.text("path", "Place in the body; empty for all of it."),
                                    Shape.text("reason", "Why.")))
                    .optional(),
            Shape.list("deliveries", Documents.DELIVERY).optional(),
            Shape.byName(
                            SENT,
                            Shape.object(
                                    Shape.number("events", "How many events the destination gets."),
                                    Shape.list("texts", Shape.type("string"))))
                    .optional());

    private final OperatedBridge bridge;
    private final Spool spool;
    private final WebhookNormalizer normalizer;
    private final RedactedBody redactedBody;
    private final InstantSource clock;

    WebhookApi(OperatedBridge bridge) {
        this.bridge = bridge;
        this.spool = bridge.spool();
        this.normalizer = bridge.normalizer();
        this.redactedBody = new RedactedBody(bridge.vendors());
        this.clock = bridge.clock();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/webhooks", "Webhooks, newest first.", this::list)
                        .taking("source", "Only of this source.")
                        .taking("state", "Only with a delivery in this state.", Documents.STATE)
                        .taking("destination", "Only owed to it; with state, in that state there.")
                        .taking("webhook", "Only this receipt id.")
                        .taking("delivery_id", "Only with this delivery id of the vendor.")
                        .taking("since", "Only received since: " + TimeText.FORMS + ".")
                        .taking("until", "Only received before.")
                        .paged()
                        .answering(Shape.page("webhooks", Documents.WEBHOOK_SUMMARY)),
                Route.get("/api/v1/webhooks/{webhook}", "One webhook with everything that happened to it.", this::show)
                        .taking("parts", "Only these of " + String.join(", ", PARTS) + ", separated by commas.")
                        .answering(DETAIL));
    }

    private void list(Context context) {
        Answers.json(
                context,
                Documents.page(
                        "webhooks",
                        find(new RequestValues(context, clock), RequestValues.DEFAULT_LIMIT),
                        Documents::summary));
    }

    /** What the query parameters of a list ask for; the console's list has the same. */
    Page<WebhookSummary> find(RequestValues values, int usualLimit) {
        Optional<String> webhook = values.text("webhook");
        if (webhook.isPresent()) {
            return new Page<>(
                    spool.webhook(webhook.get()).map(WebhookApi::summary).stream()
                            .toList(),
                    Optional.empty());
        }
        WebhookFilter filter = new WebhookFilter(
                values.text("source"),
                values.word("state", DeliveryState.class),
                values.text("destination"),
                values.text("delivery_id"),
                values.time("since"),
                values.time("until"));
        return spool.webhooks(filter, values.webhookCursor("cursor"), values.limit(usualLimit));
    }

    private static WebhookSummary summary(WebhookDetail detail) {
        StoredWebhook webhook = detail.webhook();
        Map<String, DeliveryState> states = new TreeMap<>();
        detail.deliveries().forEach(delivery -> states.put(delivery.destination(), delivery.state()));
        return new WebhookSummary(
                webhook.webhook(),
                webhook.source(),
                webhook.vendor(),
                webhook.received(),
                webhook.body().length,
                webhook.label(),
                detail.deliveryId(),
                states);
    }

    WebhookDetail detail(String receipt) {
        return spool.webhook(receipt)
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no such webhook; it may have been removed after its retention."));
    }

    private void show(Context context) {
        List<String> parts = new RequestValues(context, clock)
                .text("parts")
                .map(text -> List.of(COMMA.split(text)))
                .orElse(USUAL_PARTS);
        parts.forEach(part -> RequestValues.checkName("part", part, PARTS));
        WebhookDetail detail = detail(context.pathParam("webhook"));
        StoredWebhook webhook = detail.webhook();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("webhook", webhook.webhook())
                .put("source", webhook.source())
                .put("vendor", webhook.vendor())
                .put("received", webhook.received().toString())
                .put("bytes", webhook.body().length)
                .put("sha256", webhook.bodySha256())
                .put("verification", webhook.label());
        detail.deliveryId().ifPresent(id -> body.put("delivery_id", id));
        ObjectNode headers = body.putObject("headers");
        webhook.headers().forEach(headers::put);
        if (parts.contains("body")) {
            body.set("body", body(webhook));
        }
        if (parts.contains("events")) {
            putEvents(body, read(webhook));
        }
        if (parts.contains("deliveries")) {
            ArrayNode deliveries = body.putArray("deliveries");
            detail.deliveries()
                    .forEach(delivery -> deliveries.add(
                            Documents.delivery(delivery, DestinationApi.hindrance(delivery, bridge.workers()))));
        }
        if (parts.contains(SENT)) {
            putSent(body, SentView.of(detail, read(webhook).events(), bridge.workers(), MOST_EVENTS));
        }
        Answers.json(context, body);
    }

    ObjectNode body(StoredWebhook webhook) {
        RedactedBody.Shown shown = shown(webhook);
        return JsonNodeFactory.instance
                .objectNode()
                .put("encoding", shown.encoding())
                .put("text", shown.text())
                .put("redacted", shown.redacted());
    }

    RedactedBody.Shown shown(StoredWebhook webhook) {
        try {
            return redactedBody.of(webhook, normalizer.content(webhook));
        } catch (MalformedPayloadException notInflated) {
            return redactedBody.of(webhook, webhook.body());
        }
    }

    /** What a webhook is read as; of one that cannot be read, why. */
    Normalization read(StoredWebhook webhook) {
        try {
            return normalizer.view(webhook);
        } catch (MalformedPayloadException malformed) {
            UnreadableItem whole = new UnreadableItem("", String.valueOf(malformed.getMessage()));
            return new Normalization(List.of(), List.of(whole), List.of());
        }
    }

    private static void putEvents(ObjectNode body, Normalization reading) {
        ArrayNode events = body.putArray("events");
        reading.events().stream().limit(MOST_EVENTS).map(OcsfEvent::json).forEach(events::add);
        body.put("events_total", reading.events().size());
        if (!reading.unreadable().isEmpty()) {
            ArrayNode unreadable = body.putArray("unreadable");
            reading.unreadable()
                    .forEach(part ->
                            unreadable.addObject().put("path", part.path()).put("reason", part.reason()));
        }
    }

    private static void putSent(ObjectNode body, Map<String, SentView> views) {
        ObjectNode sent = body.putObject(SENT);
        views.forEach((destination, view) -> {
            ArrayNode texts =
                    sent.putObject(destination).put("events", view.events()).putArray("texts");
            view.texts().forEach(texts::add);
        });
    }
}
