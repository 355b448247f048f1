package io.siembridge.app.sender;

import io.siembridge.app.config.Secret;
import io.siembridge.app.verifier.Signer;
import io.siembridge.normalizers.vendor.VerificationScheme;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.util.Map;
import java.util.Optional;

/**
 * How a webhook that we send proves that it is authentic.
 *
 * @param scheme empty for a source that verifies nothing
 */
public record Proof(Optional<VerificationScheme> scheme, Secret secret) {
    /** The header that carries the proof for a body, if one is needed. */
    public Map<String, String> header(byte[] body) {
        if (scheme.isEmpty()) {
            return Map.of();
        }
        String value = scheme.get() instanceof HmacSignature signature
                ? new Signer(signature, secret).headerValue(body)
                : secret.reveal();
        return Map.of(scheme.get().header(), value);
    }
}
