package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.siembridge.app.spool.Page;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.StoredWebhook;
import io.siembridge.app.worker.WebhookNormalizer;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events for programs that pull and for people that watch. Both read the spool in the order it accepted webhooks, so a
 * consumer that keeps the cursor misses nothing.
 */
final class EventApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventApi.class);
    static final String CURSOR_HEADER = "Siem-Bridge-Cursor";
    private static final int MOST_STREAMS = 16;
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Spool spool;
    private final WebhookNormalizer normalizer;
    private final OperatedBridge bridge;
    private final WebhookApi webhooks;
    private final InstantSource clock;
    private final Semaphore streams = new Semaphore(MOST_STREAMS);
    private volatile boolean closing;

    /** What a stream shows. */
    private enum View {
        EVENTS,
        WEBHOOKS
    }

    EventApi(OperatedBridge bridge, WebhookApi webhooks) {
        this.spool = bridge.spool();
        this.normalizer = bridge.normalizer();
        this.bridge = bridge;
        this.webhooks = webhooks;
        this.clock = bridge.clock();
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                                "/api/v1/events",
                                "Normalized events as NDJSON, in the order their webhooks were accepted. The header "
                                        + CURSOR_HEADER + " of the answer is the after of the next request, also when"
                                        + " there was nothing. Events of one webhook come together.",
                                this::pull)
                        .taking("after", "Cursor; absent for the beginning.")
                        .taking("source", "Only of this source.")
                        .taking(
                                "limit",
                                "About so many events: the webhook that reaches it is sent whole.",
                                Shape.type("integer").put("minimum", 1).put("maximum", RequestValues.MAX_LIMIT))
                        .answeringAs("application/x-ndjson"),
                Route.get(
                                "/api/v1/events/stream",
                                "The same as they come, as server-sent events whose ids are cursors.",
                                this::stream)
                        .taking("after", "Cursor; absent for from now on. Last-Event-ID does the same.")
                        .taking("source", "Only of this source.")
                        .taking(
                                "view",
                                "Normalized events, or webhooks with their raw bodies.",
                                Shape.words("events", "webhooks"))
                        .answeringAs("text/event-stream"));
    }

    private void pull(Context context) {
        RequestValues values = new RequestValues(context, clock);
        int limit = values.limit();
        Optional<String> source = values.text("source");
        Optional<String> cursor = values.cursor("after");
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int events = 0;
        while (events < limit && lines.size() < MOST_BYTES) {
            Page<StoredWebhook> page = spool.webhooksAfter(cursor, 1);
            if (page.items().isEmpty()) {
                break;
            }
            for (OcsfEvent event : eventsOf(page.items().get(0), source)) {
                lines.writeBytes(event.toBytes());
                lines.write('\n');
                events++;
            }
            cursor = page.next();
        }
        cursor.ifPresent(next -> context.header(CURSOR_HEADER, next));
        context.contentType("application/x-ndjson").result(lines.toByteArray());
    }

    private List<OcsfEvent> eventsOf(StoredWebhook webhook, Optional<String> source) {
        if (source.isPresent() && !source.get().equals(webhook.source())) {
            return List.of();
        }
        try {
            return normalizer.view(webhook).events().stream()
                    .filter(bridge::forwards)
                    .toList();
        } catch (MalformedPayloadException unreadable) {
            // Its dead letter tells of it; there is no event to send.
            return List.of();
        }
    }

    private void stream(Context context) throws InterruptedException {
        if (closing || !streams.tryAcquire()) {
            throw ProblemException.unavailable("There are " + MOST_STREAMS + " streams already; close one.");
        }
        try {
            RequestValues values = new RequestValues(context, clock);
            Optional<String> resume = RequestValues.cursor("Last-Event-ID", context.header("Last-Event-ID"))
                    .or(() -> values.cursor("after"));
            boolean raw = values.word("view", View.class).orElse(View.EVENTS) == View.WEBHOOKS;
            context.contentType("text/event-stream; charset=utf-8");
            context.header("Cache-Control", "no-store");
            context.header("X-Accel-Buffering", "no");
            OutputStream out = context.res().getOutputStream();
            write(out, ": the stream has begun\n\n");
            run(out, resume.or(spool::latest), values.text("source"), raw);
        } catch (IOException left) {
            LOG.debug("Somebody who watched has gone: {}", left.toString());
        } finally {
            streams.release();
        }
    }

    private void run(OutputStream out, Optional<String> from, Optional<String> source, boolean raw)
            throws IOException, InterruptedException {
        Optional<String> cursor = from;
        long lastWrite = System.nanoTime();
        while (!closing) {
            Page<StoredWebhook> page = spool.webhooksAfter(cursor, 1);
            if (!page.items().isEmpty()) {
                cursor = page.next();
                write(out, message(page.items().get(0), cursor.orElse(""), source, raw));
                lastWrite = System.nanoTime();
            } else {
                if (System.nanoTime() - lastWrite > KEEP_ALIVE_NANOS) {
                    write(out, ": still here\n\n");
                    lastWrite = System.nanoTime();
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }

    /** Only the last event of a webhook carries the cursor: who loses the connection within one gets all of it again. */
    private String message(StoredWebhook webhook, String cursor, Optional<String> source, boolean raw) {
        StringBuilder text = new StringBuilder();
        if (raw && (source.isEmpty() || source.get().equals(webhook.source()))) {
            ObjectNode one = JsonNodeFactory.instance.objectNode();
            one.put("webhook", webhook.webhook())
                    .put("source", webhook.source())
                    .put("received", webhook.received().toString());
            one.set("body", webhooks.body(webhook));
            text.append("event: webhook\ndata: ").append(one).append("\n\n");
        } else if (!raw) {
            for (OcsfEvent event : eventsOf(webhook, source)) {
                text.append("event: event\ndata: ").append(event.json()).append("\n\n");
            }
        }
        return text.isEmpty()
                ? "id: " + cursor + "\n\n"
                : text.insert(text.length() - 1, "id: " + cursor + "\n").toString();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends the streams, so that the listener can stop. */
    @Override
    public void close() {
        closing = true;
    }
}
