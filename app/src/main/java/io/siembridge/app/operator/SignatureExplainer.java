package io.siembridge.app.operator;

import io.siembridge.app.config.Secret;
import io.siembridge.app.source.RecentRejections.Rejection;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.verifier.ConstantTime;
import io.siembridge.app.verifier.RejectReason;
import io.siembridge.app.verifier.Signer;
import io.siembridge.normalizers.vendor.VerificationScheme;
import io.siembridge.normalizers.vendor.VerificationScheme.Algorithm;
import io.siembridge.normalizers.vendor.VerificationScheme.Encoding;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Says which single change would have made a refused webhook authentic. It tries what goes wrong in practice, and never
 * shows what a digest or a token should have been.
 */
final class SignatureExplainer {
    private static final List<String> PREFIXES = List.of("", "sha256=", "sha1=", "sha512=", "v1=", "hmac ");
    private static final String ANOTHER_SECRET =
            "No single change that is tried makes it valid. Most likely the sender signs with another secret: compare the"
                    + " two, or set a new one on both sides.";

    private final Collection<SourceConfig> sources;

    SignatureExplainer(Collection<SourceConfig> sources) {
        this.sources = sources;
    }

    /** A sentence for an operator. */
    String explain(SourceConfig source, Rejection rejection) {
        if (source.scheme().isEmpty()) {
            return "The source is unverified now; it would be taken.";
        }
        VerificationScheme scheme = source.scheme().get();
        String header = scheme.header().toLowerCase(Locale.ROOT);
        List<String> values = rejection.headers().getOrDefault(header, List.of());
        if (values.size() > 1) {
            return "The header " + scheme.header() + " was sent " + values.size()
                    + " times. Something between the sender and the bridge adds one.";
        }
        if (values.isEmpty()) {
            return missing(source, scheme, rejection);
        }
        return scheme instanceof HmacSignature signature
                ? signature(source, signature, values.get(0).strip(), rejection)
                : token(source, values.get(0), rejection);
    }

    private static String missing(SourceConfig source, VerificationScheme scheme, Rejection rejection) {
        String missing = "The header " + scheme.header() + " was not sent. ";
        for (Map.Entry<String, List<String>> each : rejection.headers().entrySet()) {
            for (String value : each.getValue()) {
                boolean fits = scheme instanceof HmacSignature signature
                        ? matches(signature, source.secrets(), value.strip(), rejection.body())
                        : isOneOf(source.secrets(), value);
                if (fits) {
                    return missing + "The right proof came in the header " + each.getKey()
                            + " instead: configure that header for this source.";
                }
            }
        }
        return missing + "Set the secret on the sender's side, and see that no proxy removes the header.";
    }

    private String signature(SourceConfig source, HmacSignature scheme, String value, Rejection rejection) {
        if (rejection.isCut()) {
            return "The body is too long to be kept for an explanation (" + rejection.bodyLength() + " bytes).";
        }
        List<Secret> secrets = source.secrets();
        byte[] body = rejection.body();
        if (isOneOf(secrets, value)) {
            return "The header holds the secret itself. It must hold a digest of the body made with it.";
        }
        Optional<String> writing = writing(scheme, secrets, value, body);
        if (writing.isPresent()) {
            return writing.get();
        }
        for (BodyChange.Changed changed : BodyChange.of(body)) {
            if (matches(scheme, secrets, value, changed.body())) {
                return "The signature is of the body " + changed.description()
                        + ". Something between the sender and the bridge changes the body.";
            }
        }
        for (Secret secret : secrets) {
            if (matches(scheme, variants(secret), value, body)) {
                return "The sender's secret is the configured one but for blanks or a line break at its ends.";
            }
        }
        return another(source, other -> matches(scheme, other.secrets(), value, body));
    }

    /** Right digest, written another way. */
    private static Optional<String> writing(HmacSignature scheme, List<Secret> secrets, String value, byte[] body) {
        for (Algorithm algorithm : Algorithm.values()) {
            for (Encoding encoding : Encoding.values()) {
                for (String prefix : PREFIXES) {
                    HmacSignature other = new HmacSignature(scheme.header(), algorithm, encoding, prefix);
                    if (matches(other, secrets, value, body)) {
                        return Optional.of("The digest is right but written in another way: "
                                + describe(other) + " was sent, " + describe(scheme)
                                + " is configured. Change the source's signature to what is sent.");
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String describe(HmacSignature scheme) {
        String prefix = scheme.prefix().isEmpty() ? "no prefix" : "prefix " + scheme.prefix();
        return scheme.algorithm().id() + " in " + scheme.encoding().name().toLowerCase(Locale.ROOT) + " with " + prefix;
    }

    private String token(SourceConfig source, String value, Rejection rejection) {
        String bare = value.strip().replaceFirst("(?i)\\Abearer ", "").replaceAll("\\A[\"']|[\"']\\z", "");
        for (Secret secret : source.secrets()) {
            String configured = secret.reveal().replaceFirst("(?i)\\Abearer ", "");
            if (ConstantTime.equal(configured, bare)) {
                return "The token is right but for a \"Bearer \" before it, or quotes around it. Configure the value as it is"
                        + " sent.";
            }
            if (ConstantTime.equal(
                    secret.reveal().toLowerCase(Locale.ROOT), value.strip().toLowerCase(Locale.ROOT))) {
                return "The token is right but for upper and lower case.";
            }
        }
        String reason = rejection.reason() == RejectReason.TOKEN_MISMATCH
                ? ""
                : rejection.reason().explanation() + ". ";
        return reason + another(source, other -> isOneOf(other.secrets(), value));
    }

    private String another(SourceConfig source, Predicate<SourceConfig> fits) {
        return sources.stream()
                .filter(other -> !other.name().equals(source.name()))
                .filter(fits)
                .findFirst()
                .map(other -> "The secret is that of the source " + other.name()
                        + ". The sender posts to the wrong URL, or the two secrets are mixed up.")
                .orElse(ANOTHER_SECRET);
    }

    private static boolean isOneOf(List<Secret> secrets, String value) {
        return secrets.stream().anyMatch(secret -> ConstantTime.equal(secret.reveal(), value.strip()));
    }

    private static List<Secret> variants(Secret secret) {
        String text = secret.reveal();
        return List.of(
                new Secret(text.strip() + "\n"),
                new Secret(text.strip() + "\r\n"),
                new Secret(text.strip().isEmpty() ? text : text.strip()),
                new Secret(" " + text.strip()),
                new Secret(text.strip() + " "));
    }

    private static boolean matches(HmacSignature scheme, List<Secret> secrets, String value, byte[] body) {
        if (!value.startsWith(scheme.prefix())) {
            return false;
        }
        Optional<byte[]> given =
                decode(scheme.encoding(), value.substring(scheme.prefix().length()));
        return given.isPresent()
                && given.get().length == scheme.algorithm().digestLength()
                && secrets.stream()
                        .anyMatch(secret -> ConstantTime.equal(new Signer(scheme, secret).digest(body), given.get()));
    }

    private static Optional<byte[]> decode(Encoding encoding, String text) {
        try {
            return Optional.of(
                    encoding == Encoding.HEX
                            ? HexFormat.of().parseHex(text)
                            : Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
