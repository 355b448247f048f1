package io.siembridge.app.verifier;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook proved authentic, or let in by a source that is configured as unverified. Only this package can make one, so
 * storing an unproved webhook does not compile.
 */
public final class VerifiedWebhook {
    private final InboundWebhook inbound;
    private final String label;
    private final String key;
    private final Map<String, String> headers;
    private final Optional<String> deliveryId;

    VerifiedWebhook(
            InboundWebhook inbound,
            String label,
            String key,
            Map<String, String> headers,
            Optional<String> deliveryId) {
        this.inbound = inbound;
        this.label = label;
        this.key = key;
        this.headers = Map.copyOf(headers);
        this.deliveryId = deliveryId;
    }

    public String source() {
        return inbound.source();
    }

    public String vendor() {
        return inbound.vendor();
    }

    /** Exact bytes; not to be modified. */
    public byte[] body() {
        return inbound.body();
    }

    public Instant received() {
        return inbound.received();
    }

    /**
     * {@code verified:hmac-sha256}, {@code verified:header-token}, {@code unverified}, or {@code own} for what the
     * bridge made.
     */
    public String label() {
        return label;
    }

    /** Which configured key verified it, by its position or name, never its value; empty when unverified. */
    public String key() {
        return key;
    }

    /** The headers worth keeping, by lower-case name; never one that carries a proof. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The vendor's delivery id, where the vendor sends one. */
    public Optional<String> deliveryId() {
        return deliveryId;
    }
}
