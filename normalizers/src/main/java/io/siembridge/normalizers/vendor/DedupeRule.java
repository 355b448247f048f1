package io.siembridge.normalizers.vendor;

import java.time.Duration;
import java.util.Optional;

/**
 * How a repeated delivery is told from a new one: by the id the vendor sends together with the bytes, or, for want of an
 * id, by the same bytes within a window.
 *
 * @param idHeader lower-case name of the header that carries the vendor's delivery id
 * @param window how long the same bytes without an id count as the same delivery
 */
public record DedupeRule(Optional<String> idHeader, Duration window) {
    public static DedupeRule byBytes(Duration window) {
        return new DedupeRule(Optional.empty(), window);
    }

    public static DedupeRule byHeader(String idHeader, Duration windowWithoutId) {
        return new DedupeRule(Optional.of(idHeader), windowWithoutId);
    }
}
