package io.siembridge.app.operator;

import static io.siembridge.app.spool.DeliveryState.DEAD;
import static io.siembridge.app.spool.DeliveryState.DELIVERED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.siembridge.app.destination.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What arrived, by the API. */
final class WebhookApiTest extends ApiCalls {
    @Test
    void tellsEverythingAboutOneWebhook() throws Exception {
        stage.qradar.answer(Outcome.rejected("the event is too long").withExcerpt("413 too long"));
        String webhook = stage.sendAndAwait("snyk/new-vulnerability", DELIVERED, DEAD);
        get("/api/v1/webhooks/" + webhook)
                .statusCode(200)
                .contentType("application/json")
                .body("webhook", equalTo(webhook))
                .body("source", equalTo("snyk"))
                .body("verification", equalTo("verified:hmac-sha256"))
                .body("headers.x-snyk-event", startsWith("project_snapshot"))
                .body("body.encoding", equalTo("utf-8"))
                .body("body.redacted", equalTo(false))
                .body(
                        "body.text",
                        equalTo(new String(
                                OperatorStage.sample("snyk/new-vulnerability").payload(), UTF_8)))
                .body("events.metadata.loggers.flatten().event_uid", everyItem(equalTo(webhook)))
                .body("events_total", greaterThan(0))
                .body("deliveries.find { it.destination == 'splunk' }.state", equalTo("delivered"))
                .body("deliveries.find { it.destination == 'qradar' }.state", equalTo("dead"))
                .body("deliveries.find { it.destination == 'qradar' }.tries[0].outcome", equalTo("rejected"))
                .body(
                        "deliveries.find { it.destination == 'qradar' }.tries[0].detail",
                        equalTo("the event is too long"))
                .body("deliveries.find { it.destination == 'qradar' }.tries[0].excerpt", equalTo("413 too long"));
        get("/api/v1/webhooks/" + webhook + "?parts=deliveries")
                .statusCode(200)
                .body("deliveries", hasSize(2))
                .body("body", nullValue())
                .body("events", nullValue());
    }

    @Test
    void listsWebhooksByEveryFilterAndInParts() throws Exception {
        stage.qradar.answer(event -> event.vendor().equals("snyk") ? Outcome.rejected("no") : Outcome.accepted());
        String soveren = stage.sendAndAwait("soveren/new-data-type", DELIVERED);
        String snyk = stage.sendAndAwait("snyk/new-vulnerability", DELIVERED, DEAD);
        String id = get("/api/v1/webhooks?source=snyk")
                .body("webhooks.webhook", equalTo(List.of(snyk)))
                .extract()
                .path("webhooks[0].delivery_id");
        get("/api/v1/webhooks").body("webhooks.webhook", equalTo(List.of(snyk, soveren)));
        get("/api/v1/webhooks?delivery_id=" + id).body("webhooks.webhook", equalTo(List.of(snyk)));
        get("/api/v1/webhooks?webhook=" + soveren).body("webhooks.webhook", equalTo(List.of(soveren)));
        get("/api/v1/webhooks?state=dead").body("webhooks.webhook", equalTo(List.of(snyk)));
        get("/api/v1/webhooks?state=dead&destination=splunk").body("webhooks", empty());
        get("/api/v1/webhooks?since=1h").body("webhooks", hasSize(2));
        get("/api/v1/webhooks?since=2100-01-01").body("webhooks", empty());
        String next = get("/api/v1/webhooks?limit=1")
                .body("webhooks.webhook", equalTo(List.of(snyk)))
                .extract()
                .path("next");
        get("/api/v1/webhooks?limit=1&cursor=" + next)
                .body("webhooks.webhook", equalTo(List.of(soveren)))
                .body("next", nullValue());
    }
}
