package io.siembridge.app.verifier;

import io.siembridge.app.config.Secret;
import io.siembridge.normalizers.vendor.VerificationScheme.Encoding;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes the digest of a body: for verifying what comes in and for signing what {@code send} sends. */
public final class Signer {
    private final HmacSignature scheme;
    private final SecretKeySpec key;

    public Signer(HmacSignature scheme, Secret secret) {
        this.scheme = scheme;
        this.key = new SecretKeySpec(secret.revealBytes(), scheme.algorithm().platformName());
    }

    /** The digest of exact bytes. */
    public byte[] digest(byte[] body) {
        try {
            Mac mac = Mac.getInstance(scheme.algorithm().platformName());
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "This Java platform has no " + scheme.algorithm().platformName(), e);
        }
    }

    /** The value of the signature header for a body. */
    public String headerValue(byte[] body) {
        byte[] digest = digest(body);
        String encoded = scheme.encoding() == Encoding.HEX
                ? HexFormat.of().formatHex(digest)
                : Base64.getEncoder().encodeToString(digest);
        return scheme.prefix() + encoded;
    }
}
