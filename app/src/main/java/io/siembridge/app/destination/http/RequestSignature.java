package io.siembridge.app.destination.http;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Secret;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.destination.HttpSettings;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signature over the exact bytes of a body.
 *
 * @param algorithm the platform's name of it
 * @param prefix of the signature, such as {@code sha256=}
 */
record RequestSignature(String header, String algorithm, Encoding encoding, String prefix, Secret secret) {
    /** How the signature is written. */
    enum Encoding {
        HEX,
        BASE64
    }

    private static final Key<String> HEADER =
            Key.withDefault("header", ValueTypes.text(), "X-Signature", "Header that carries the signature.");
    private static final Key<String> ALGORITHM =
            Key.withDefault("algorithm", ValueTypes.choice(algorithms()), "hmac-sha256", "Algorithm of the signature.");
    private static final Key<Encoding> ENCODING =
            Key.withDefault("encoding", ValueTypes.choice(Encoding.class), "hex", "How the signature is written.");
    private static final Key<String> PREFIX =
            Key.orElse("prefix", ValueTypes.text(), "", "Text before the signature, such as sha256=.");
    private static final Key<Secret> SECRET = Key.required("secret", ValueTypes.secret(), "Key of the signature.");

    static final Section<RequestSignature> SECTION =
            Section.of(RequestSignature::read, HEADER, ALGORITHM, ENCODING, PREFIX, SECRET);

    private static RequestSignature read(Section.Values values) {
        String header = values.get(HEADER);
        if (!HttpSettings.isHeaderName(header) || HttpConfig.isFixed(header)) {
            values.problem(HEADER, "expected the name of a header that has no meaning of its own");
        }
        String prefix = values.get(PREFIX);
        if (!prefix.isEmpty() && !HttpSettings.isHeaderValue(prefix)) {
            values.problem(PREFIX, "holds a character that no header can");
        }
        return new RequestSignature(header, values.get(ALGORITHM), values.get(ENCODING), prefix, values.get(SECRET));
    }

    /** The value of the header for a body. */
    String of(byte[] body) {
        byte[] digest = digest(body);
        return prefix
                + switch (encoding) {
                    case HEX -> HexFormat.of().formatHex(digest);
                    case BASE64 -> Base64.getEncoder().encodeToString(digest);
                };
    }

    private byte[] digest(byte[] body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.revealBytes(), algorithm));
            return mac.doFinal(body);
        } catch (GeneralSecurityException everyPlatformHasThese) {
            throw new IllegalStateException(algorithm + " could not be computed", everyPlatformHasThese);
        }
    }

    private static Map<String, String> algorithms() {
        Map<String, String> algorithms = new LinkedHashMap<>();
        algorithms.put("hmac-sha256", "HmacSHA256");
        algorithms.put("hmac-sha512", "HmacSHA512");
        algorithms.put("hmac-sha1", "HmacSHA1");
        return algorithms;
    }
}
