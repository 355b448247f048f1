package io.siembridge.normalizers.vendor;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a webhook came from: all a normalizer may know beside the payload.
 *
 * @param webhook receipt id
 * @param source configured name of the source
 * @param received when the bridge received it
 * @param verification how it was proved authentic: {@code verified:hmac-sha256}, {@code verified:header-token},
 *     {@code unverified}, or {@code own} for what the bridge itself reports
 * @param headers stored request headers by lower-case name
 * @param bodySha256 digest of the exact body, 64 lower-case hex digits
 */
public record Provenance(
        String webhook,
        String source,
        Instant received,
        String verification,
        Map<String, String> headers,
        String bodySha256) {
    public Provenance {
        headers = Map.copyOf(headers);
    }

    /** A stored header by its name in any letter case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
