package io.siembridge.app.verifier;

import io.siembridge.normalizers.vendor.Vendor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which headers of a webhook are worth keeping: those the vendor's normalizer reads, never one that carries a proof. */
record KeptHeaders(Set<String> names, Optional<String> idHeader) {
    /** Needed to read the body, whatever the vendor. */
    private static final String CONTENT_ENCODING = "content-encoding";

    private static final int MAX_LENGTH = 1024;

    static KeptHeaders of(Vendor vendor) {
        return new KeptHeaders(vendor.headers(), vendor.dedupe().idHeader());
    }

    VerifiedWebhook keep(InboundWebhook inbound, String label, String key) {
        Map<String, String> kept = new HashMap<>();
        names.forEach(name -> first(inbound, name).ifPresent(value -> kept.put(name, value)));
        first(inbound, CONTENT_ENCODING).ifPresent(value -> kept.put(CONTENT_ENCODING, value));
        Optional<String> deliveryId = idHeader.flatMap(name -> first(inbound, name));
        return new VerifiedWebhook(inbound, label, key, kept, deliveryId);
    }

    private static Optional<String> first(InboundWebhook inbound, String name) {
        List<String> values = inbound.header(name);
        if (values.isEmpty() || values.get(0).isBlank()) {
            return Optional.empty();
        }
        String value = values.get(0).strip();
        return Optional.of(value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value);
    }
}
