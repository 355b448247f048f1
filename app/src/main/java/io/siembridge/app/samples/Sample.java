package io.siembridge.app.samples;

import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One webhook as a vendor sends it.
 *
 * @param name name of the case
 * @param headerLines header lines; a line with {@code {{...}}} stands for a proof that is made when it is sent
 * @param payload exact bytes
 * @param source where the sample comes from
 */
public record Sample(Vendor vendor, String name, String headerLines, byte[] payload, String source) {
    /** A receipt that no webhook has: nothing was received. */
    private static final String NO_RECEIPT = "0".repeat(26);

    /** {@code vendor/case}. */
    public String id() {
        return vendor.id() + "/" + name;
    }

    /** Headers without the one that carries a proof. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headerLines.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.contains("{{")) {
                headers.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
        return headers;
    }

    /** What the vendor's mapping makes of it, sent to a source of the vendor's name. */
    public Normalization normalize() throws MalformedPayloadException {
        Map<String, String> byLowerCase = new HashMap<>();
        headers().forEach((header, value) -> byLowerCase.put(header.toLowerCase(Locale.ROOT), value));
        Provenance provenance =
                new Provenance(NO_RECEIPT, vendor.id(), Instant.EPOCH, "", byLowerCase, EventFactory.sha256(payload));
        return vendor.normalizer(NormalizerSettings.defaultsFor(vendor)).normalize(payload, provenance);
    }
}
