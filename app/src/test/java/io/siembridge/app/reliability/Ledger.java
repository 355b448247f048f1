package io.siembridge.app.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The sender's own books: what it sent, what it was promised, what it knows nothing of. */
final class Ledger {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Sent> byDigest = new ConcurrentHashMap<>();
    private final Map<String, Sent> byReceipt = new ConcurrentHashMap<>();
    private final Queue<Sent> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger repeats = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    void sending(Sent webhook) {
        byDigest.put(webhook.digest(), webhook);
    }

    /** Records an answer; the receipt, if it was a promise. */
    Optional<String> answered(Sent webhook, int status, byte[] answer) throws IOException {
        if (status != 200) {
            refused.incrementAndGet();
            return Optional.empty();
        }
        JsonNode body = JSON.readTree(answer);
        String receipt = body.path("webhook").asText();
        if (body.path("status").asText().equals("duplicate")) {
            repeats.incrementAndGet();
        }
        Sent before = byReceipt.put(receipt, webhook);
        if (before != null && !before.digest().equals(webhook.digest())) {
            throw new IllegalStateException("Receipt " + receipt + " was given for two different webhooks");
        }
        return Optional.of(receipt);
    }

    void unanswered(Sent webhook) {
        unanswered.add(webhook);
    }

    /** One that was never answered, to be sent again as a vendor does. */
    Optional<Sent> nextUnanswered() {
        return Optional.ofNullable(unanswered.poll());
    }

    Map<String, Sent> promises() {
        return byReceipt;
    }

    List<Sent> everything() {
        return List.copyOf(byDigest.values());
    }

    Optional<Sent> withDigest(String digest) {
        return Optional.ofNullable(byDigest.get(digest));
    }

    int refused() {
        return refused.get();
    }

    @Override
    public String toString() {
        return byDigest.size() + " webhooks sent, " + byReceipt.size() + " receipts, " + repeats
                + " repeats recognised, " + refused + " refusals, " + unanswered.size() + " never answered";
    }
}
