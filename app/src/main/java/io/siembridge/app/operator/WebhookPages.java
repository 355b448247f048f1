package io.siembridge.app.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.siembridge.app.spool.DeliveryState;
import io.siembridge.app.spool.Page;
import io.siembridge.app.spool.ReplayRequest;
import io.siembridge.app.spool.StoredWebhook;
import io.siembridge.app.spool.WebhookDetail;
import io.siembridge.app.spool.WebhookSummary;
import io.siembridge.app.worker.DestinationStatus;
import io.siembridge.normalizers.vendor.Normalization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of webhooks, and one: raw beside normalized, and every attempt to deliver it. */
final class WebhookPages {
    private static final int MOST_EVENTS = 50;
    private static final int PER_PAGE = 50;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Pages pages;
    private final OperatedBridge bridge;
    private final WebhookApi webhooks;
    private final ReplayApi replay;

    WebhookPages(Pages pages, OperatedBridge bridge, WebhookApi webhooks, ReplayApi replay) {
        this.pages = pages;
        this.bridge = bridge;
        this.webhooks = webhooks;
        this.replay = replay;
    }

    void list(Context context) {
        RequestValues values = new RequestValues(context, bridge.clock());
        Page<WebhookSummary> page = webhooks.find(values, PER_PAGE);
        Map<String, Object> model = new HashMap<>();
        for (String name : List.of("webhook", "delivery_id", "since", "until")) {
            model.put(name, values.text(name).orElse(""));
        }
        model.put("sources", Console.options(List.copyOf(bridge.sources().keySet()), values.text("source")));
        model.put("destinations", Console.options(bridge.destinationNames(), values.text("destination")));
        model.put(
                "states",
                Console.options(
                        Arrays.stream(DeliveryState.values())
                                .map(Documents::word)
                                .toList(),
                        values.text("state")));
        Instant now = bridge.clock().instant();
        model.put("rows", page.items().stream().map(row -> row(row, now)).toList());
        model.put("none", page.items().isEmpty());
        values.text("source").filter(bridge.sources()::containsKey).ifPresent(name -> model.put("ofSource", name));
        page.next().ifPresent(next -> model.put("next", Console.nextQuery(context, next)));
        pages.show(context, "webhooks", "Webhooks", model);
    }

    private static Map<String, Object> row(WebhookSummary webhook, Instant now) {
        Map<String, Object> row = new HashMap<>();
        row.put("webhook", webhook.webhook());
        row.put("source", webhook.source());
        row.put("received", Wording.moment(webhook.received()));
        row.put("age", Wording.age(webhook.received(), now));
        row.put("size", Wording.bytes(webhook.bytes()));
        row.put("deliveryId", webhook.deliveryId().orElse(""));
        row.put(
                "deliveries",
                webhook.deliveries().entrySet().stream()
                        .map(each -> Map.of("destination", each.getKey(), "state", Documents.word(each.getValue())))
                        .toList());
        return row;
    }

    void one(Context context) {
        WebhookDetail detail = webhooks.detail(context.pathParam("webhook"));
        StoredWebhook webhook = detail.webhook();
        RedactedBody.Shown shown = webhooks.shown(webhook);
        Map<String, Object> model = new HashMap<>();
        model.put("webhook", webhook.webhook());
        model.put("source", webhook.source());
        model.put("configured", bridge.sources().containsKey(webhook.source()));
        model.put("received", Wording.moment(webhook.received()));
        model.put("age", Wording.age(webhook.received(), bridge.clock().instant()));
        model.put("verification", webhook.label());
        model.put("deliveryId", detail.deliveryId().orElse(""));
        model.put("size", Wording.bytes(webhook.body().length));
        model.put("sha256", webhook.bodySha256());
        model.put(
                "headers",
                webhook.headers().entrySet().stream()
                        .map(each -> Map.of("name", each.getKey(), "value", each.getValue()))
                        .toList());
        model.put("body", pretty(shown.text()));
        model.put("encoding", shown.encoding());
        model.put("redacted", shown.redacted());
        Normalization reading = webhooks.read(webhook);
        putEvents(model, reading);
        putSent(model, detail, reading);
        model.put(
                "deliveries",
                detail.deliveries().stream()
                        .map(each -> delivery(
                                each, bridge.clock().instant(), DestinationApi.hindrance(each, bridge.workers())))
                        .toList());
        model.put("destinations", bridge.workers().keySet());
        model.put("unsettled", detail.deliveries().stream().anyMatch(each -> each.state() == DeliveryState.WAITING));
        pages.show(context, "webhook", "Webhook " + webhook.webhook(), model);
    }

    private static void putEvents(Map<String, Object> model, Normalization reading) {
        int total = reading.events().size();
        model.put(
                "events",
                reading.events().stream()
                        .limit(MOST_EVENTS)
                        .map(event -> Map.of(
                                "title", event.eventClass().caption(),
                                "severity", event.severity().caption(),
                                "message", event.text("message").orElse(""),
                                "json", event.json().toPrettyString(),
                                "open", total == 1))
                        .toList());
        model.put("total", total);
        model.put("more", Math.max(0, total - MOST_EVENTS));
        model.put(
                "unreadable",
                reading.unreadable().stream()
                        .map(item -> Map.of(
                                "path",
                                item.path().isEmpty() ? "the whole body" : item.path(),
                                "reason",
                                item.reason()))
                        .toList());
    }

    private void putSent(Map<String, Object> model, WebhookDetail detail, Normalization reading) {
        List<Map<String, Object>> rows = new ArrayList<>();
        SentView.of(detail, reading.events(), bridge.workers(), MOST_EVENTS)
                .forEach((destination, view) -> rows.add(Map.of(
                        "destination", destination,
                        "count", view.events(),
                        "text", String.join("\n", view.texts()))));
        model.put("sent", rows);
        model.put("anySent", !reading.events().isEmpty() && !rows.isEmpty());
    }

    private static String pretty(String text) {
        try {
            return JSON.readTree(text).toPrettyString();
        } catch (JsonProcessingException notOneDocument) {
            return text;
        }
    }

    private static Map<String, Object> delivery(
            WebhookDetail.DeliveryDetail delivery, Instant now, Optional<DestinationStatus> hindrance) {
        Map<String, Object> row = new HashMap<>();
        row.put("destination", delivery.destination());
        row.put("state", Documents.word(delivery.state()));
        hindrance.ifPresent(status -> row.put("hindrance", Documents.hindrance(status)));
        delivery.due().filter(now::isBefore).ifPresent(due -> row.put("due", Wording.moment(due)));
        delivery.settled().ifPresent(settled -> row.put("settled", Wording.moment(settled)));
        row.put("tries", TimeLine.of(delivery.tries()));
        return row;
    }

    void replay(Context context) {
        String webhook = webhooks.detail(context.pathParam("webhook")).webhook().webhook();
        Optional<String> destination =
                Optional.ofNullable(context.formParam("destination")).filter(name -> !name.isBlank());
        destination.ifPresent(name ->
                RequestValues.checkName("destination", name, bridge.workers().keySet()));
        int deliveries = replay.replay(
                context,
                new ReplayRequest(
                        List.of(webhook),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        destination.stream().toList()));
        Console.done(
                context,
                "/webhooks/" + webhook,
                deliveries + (deliveries == 1 ? " delivery is" : " deliveries are") + " due again");
    }
}
