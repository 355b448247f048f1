package io.siembridge.app.source;

import io.siembridge.app.verifier.InboundWebhook;
import io.siembridge.app.verifier.RejectReason;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last webhooks of each source that were not authentic, so that an operator can find out why. In memory only: nobody
 * has vouched for them, so they do not get to fill a disk.
 */
public final class RecentRejections {
    static final int KEPT_PER_SOURCE = 20;
    static final int KEPT_BODY = 64 * 1024;

    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Deque<Rejection>> bySource = new HashMap<>();

    /**
     * One of them.
     *
     * @param number counts up from the start of the program
     * @param headers as sent, secrets included: never to be shown
     * @param body its first bytes; not to be modified
     * @param bodyLength how long it was
     */
    public record Rejection(
            long number,
            String source,
            Instant at,
            String sender,
            RejectReason reason,
            Map<String, List<String>> headers,
            byte[] body,
            long bodyLength) {
        public Rejection {
            headers = Map.copyOf(headers);
        }

        /** Whether the body was too long to be kept whole, so that no digest of it can be checked. */
        public boolean isCut() {
            return body.length < bodyLength;
        }
    }

    void add(InboundWebhook webhook, String sender, RejectReason reason) {
        byte[] body = webhook.body().length <= KEPT_BODY ? webhook.body() : Arrays.copyOf(webhook.body(), KEPT_BODY);
        Rejection rejection = new Rejection(
                numbers.incrementAndGet(),
                webhook.source(),
                webhook.received(),
                sender,
                reason,
                webhook.headers(),
                body,
                webhook.body().length);
        synchronized (bySource) {
            Deque<Rejection> kept = bySource.computeIfAbsent(webhook.source(), any -> new ArrayDeque<>());
            kept.addFirst(rejection);
            if (kept.size() > KEPT_PER_SOURCE) {
                kept.removeLast();
            }
        }
    }

    /** Those of a source, newest first. */
    public List<Rejection> of(String source) {
        synchronized (bySource) {
            return List.copyOf(bySource.getOrDefault(source, new ArrayDeque<>()));
        }
    }
}
