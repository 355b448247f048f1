package io.siembridge.app.reliability;

import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One webhook as its sender knows it. */
record Sent(String source, Map<String, String> headers, byte[] body) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The request of the vendor, with its proof. */
    HttpRequest request(URI url) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(PATIENCE).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        RunningBridge.proof(source, body).forEach(request::header);
        return request.build();
    }

    /** The uids of the events it must become, none if it cannot be read. */
    Set<String> uids() {
        Vendor vendor = Vendors.withId(source).orElseThrow();
        Map<String, String> lowerCase = new HashMap<>();
        headers.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        Provenance provenance = new Provenance("", source, Instant.EPOCH, "", lowerCase, digest());
        try {
            return vendor
                    .normalizer(NormalizerSettings.defaultsFor(vendor))
                    .normalize(body, provenance)
                    .events()
                    .stream()
                    .map(OcsfEvent::uid)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (MalformedPayloadException unreadable) {
            return Set.of();
        }
    }

    String digest() {
        return EventFactory.sha256(body);
    }
}
