package io.siembridge.app.source;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.NearestName;
import io.siembridge.app.config.Secret;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueType;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.verifier.HmacVerifier;
import io.siembridge.app.verifier.NoVerifier;
import io.siembridge.app.verifier.TokenVerifier;
import io.siembridge.app.verifier.Verifier;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme;
import io.siembridge.normalizers.vendor.VerificationScheme.Algorithm;
import io.siembridge.normalizers.vendor.VerificationScheme.Encoding;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import io.siembridge.normalizers.vendor.VerificationScheme.SharedToken;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source: a name in the URL, the vendor that sends there, and how its webhooks are proved authentic.
 *
 * @param scheme how they are proved; empty for a source that is configured as unverified
 * @param secrets any of them is good
 * @param allow addresses webhooks may come from; empty for all
 * @param rate the most webhooks in a second
 * @param canary how often a webhook of our own is sent here
 */
public record SourceConfig(
        String name,
        Vendor vendor,
        Optional<VerificationScheme> scheme,
        List<Secret> secrets,
        List<String> allow,
        Optional<Double> rate,
        Map<String, Severity> severities,
        Optional<String> tenant,
        Duration dedupeWindow,
        Optional<Duration> canary) {
    private static final int MAX_SECRETS = 10;
    private static final Duration SHORTEST_CANARY = Duration.ofSeconds(10);

    private static final Key<List<Secret>> SECRETS = Key.orElse(
            "secrets",
            ValueTypes.list(ValueTypes.secret()),
            List.of(),
            "Keys of the signature; any of them verifies, so that they can be rotated.");
    private static final Key<Boolean> UNVERIFIED = Key.withDefault(
            "unverified",
            ValueTypes.bool(),
            "false",
            "Set to true to take webhooks without any proof of their origin.");
    private static final Key<List<String>> ALLOW = Key.orElse(
            "allow",
            ValueTypes.list(AddressList.ENTRY),
            List.of(),
            "Addresses or ranges such as 34.102.90.100/32 that webhooks may come from.");
    private static final Key<Optional<Double>> RATE =
            Key.optional("rate", ValueTypes.rate(), "The most webhooks to take in a time, such as 100/s.");
    private static final Key<Optional<String>> TENANT =
            Key.optional("tenant", ValueTypes.text(), "Tenant id for events of vendors whose payload names none.");
    private static final Key<Optional<Duration>> DEDUPE_WINDOW = Key.optional(
            "dedupe_window",
            ValueTypes.duration(),
            "How long the same bytes count as the same webhook where the vendor sends no delivery id.");
    private static final Key<Optional<Duration>> CANARY = Key.optional(
            "canary",
            ValueTypes.duration(),
            "How often, such as 5m, the bridge sends itself a test webhook here and follows it to each destination.");
    private static final Key<Map<String, Severity>> SEVERITIES = Key.orElse(
            "severity",
            ValueTypes.named(ValueTypes.choice(Severity.choices())),
            Map.of(),
            "Severity for words of the vendor, such as {sqli: Critical}.");

    private static final Key<String> SIGNATURE_HEADER =
            Key.required("header", ValueTypes.headerName(), "Header that carries the signature.");
    private static final Key<Algorithm> SIGNATURE_ALGORITHM =
            Key.withDefault("algorithm", ValueTypes.choice(algorithmNames()), "hmac-sha256", "Keyed digest.");
    private static final Key<Encoding> SIGNATURE_ENCODING =
            Key.withDefault("encoding", ValueTypes.choice(Encoding.class), "hex", "How the digest is written.");
    private static final Key<Optional<String>> SIGNATURE_PREFIX =
            Key.optional("prefix", ValueTypes.text(), "Text before the digest, such as sha256=.");
    private static final Key<Optional<HmacSignature>> SIGNATURE = Key.optional(
            "signature",
            Section.of(
                    values -> new HmacSignature(
                            values.get(SIGNATURE_HEADER),
                            values.get(SIGNATURE_ALGORITHM),
                            values.get(SIGNATURE_ENCODING),
                            values.get(SIGNATURE_PREFIX).orElse("")),
                    SIGNATURE_HEADER,
                    SIGNATURE_ALGORITHM,
                    SIGNATURE_ENCODING,
                    SIGNATURE_PREFIX),
            "The signature this source gets, if it is not the vendor's own; needs secrets.");

    private static final Key<Optional<String>> TOKEN_HEADER = Key.optional(
            "header", ValueTypes.headerName(), "Header that carries the token; the vendor's usual one by default.");
    private static final Key<List<Secret>> TOKEN_VALUES = Key.required(
            "values",
            ValueTypes.list(ValueTypes.secret()),
            "Values of the header as the sender writes it; any of them is good.");
    private static final Key<Optional<Token>> TOKEN = Key.optional(
            "token",
            Section.of(
                    values -> new Token(values.get(TOKEN_HEADER), values.get(TOKEN_VALUES)),
                    TOKEN_HEADER,
                    TOKEN_VALUES),
            "A secret header that every webhook carries.");

    /** The section of one source, given the vendors there are. */
    public static ValueType<SourceConfig> section(List<Vendor> vendors) {
        Map<String, Vendor> byId = new LinkedHashMap<>();
        vendors.forEach(vendor -> byId.put(vendor.id(), vendor));
        Key<Vendor> vendorKey = Key.required(
                "vendor", ValueTypes.choice(byId), "The product that sends: " + String.join(", ", byId.keySet()) + ".");
        return Section.of(
                values -> read(values, vendorKey),
                vendorKey,
                SECRETS,
                SIGNATURE,
                TOKEN,
                UNVERIFIED,
                ALLOW,
                RATE,
                SEVERITIES,
                TENANT,
                DEDUPE_WINDOW,
                CANARY);
    }

    private static SourceConfig read(Section.Values values, Key<Vendor> vendorKey) {
        Vendor vendor = values.get(vendorKey);
        Proof proof = Proof.read(values, vendor);
        Map<String, Severity> severities = values.get(SEVERITIES);
        for (String word : severities.keySet()) {
            if (!vendor.severities().words().contains(word.toLowerCase(Locale.ROOT))) {
                values.problem(
                        SEVERITIES,
                        "'" + word + "' is no word of " + vendor.displayName()
                                + NearestName.hint(
                                        word,
                                        vendor.severities().words().stream()
                                                .sorted()
                                                .toList()));
            }
        }
        List<String> allow = values.get(ALLOW);
        if (values.isWritten(ALLOW) && allow.isEmpty()) {
            values.problem(ALLOW, "names no address; leave the key out if webhooks may come from anywhere");
        }
        if (values.get(CANARY)
                .filter(period -> period.compareTo(SHORTEST_CANARY) < 0)
                .isPresent()) {
            values.problem(CANARY, "is too often; expected at least 10s");
        }
        return new SourceConfig(
                values.name(),
                vendor,
                proof.scheme(),
                proof.secrets(),
                allow,
                values.get(RATE),
                severities,
                values.get(TENANT),
                values.get(DEDUPE_WINDOW).orElse(vendor.dedupe().window()),
                values.get(CANARY));
    }

    public boolean isUnverified() {
        return scheme.isEmpty();
    }

    /** What a webhook of our own is proved by; empty for a source that verifies nothing. */
    public Secret currentSecret() {
        return secrets.isEmpty() ? new Secret("") : secrets.get(0);
    }

    /** Whether the other one, if there is one, has the same keys in the same places. */
    public boolean hasSecretsOf(@Nullable SourceConfig other) {
        return other != null && other.secrets.equals(secrets);
    }

    /** Becomes another with the keys or their order. Too short to guess a key by: every one fits one key in 65,536. */
    public String keysMark() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Secret secret : secrets) {
                digest.update(secret.revealBytes());
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 2);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    public Verifier verifier() {
        if (scheme.isEmpty()) {
            return new NoVerifier(vendor);
        }
        return scheme.get() instanceof HmacSignature signature
                ? new HmacVerifier(signature, secrets, vendor)
                : new TokenVerifier((SharedToken) scheme.get(), secrets, vendor);
    }

    public NormalizerSettings normalizerSettings(boolean rawData) {
        return new NormalizerSettings(rawData, vendor.severities().with(severities), tenant);
    }

    private static Map<String, Algorithm> algorithmNames() {
        Map<String, Algorithm> names = new LinkedHashMap<>();
        for (Algorithm algorithm : Algorithm.values()) {
            names.put(algorithm.id(), algorithm);
        }
        return names;
    }

    private record Token(Optional<String> header, List<Secret> values) {}

    /** What a source is verified by. Every way to leave it out by accident is a fault, never an open door. */
    private record Proof(Optional<VerificationScheme> scheme, List<Secret> secrets) {
        static Proof read(Section.Values values, Vendor vendor) {
            boolean unverified = values.get(UNVERIFIED);
            List<Secret> secrets = values.get(SECRETS);
            Optional<HmacSignature> signature = values.get(SIGNATURE);
            Optional<Token> token = values.get(TOKEN);
            checkCombination(values, unverified, secrets, signature, token, vendor);
            checkSecrets(values, token.map(Token::values).orElse(secrets), token.isPresent());
            if (unverified) {
                return new Proof(Optional.empty(), List.of());
            }
            if (token.isPresent()) {
                String header = token.get()
                        .header()
                        .orElseGet(() -> vendor.verification().header());
                return new Proof(
                        Optional.of(new SharedToken(header)), token.get().values());
            }
            return new Proof(
                    Optional.of(signature.<VerificationScheme>map(each -> each).orElseGet(vendor::verification)),
                    secrets);
        }

        private static void checkCombination(
                Section.Values values,
                boolean unverified,
                List<Secret> secrets,
                Optional<HmacSignature> signature,
                Optional<Token> token,
                Vendor vendor) {
            boolean signed = values.has(SECRETS) || signature.isPresent();
            if (unverified && (signed || token.isPresent())) {
                values.problem(UNVERIFIED, "contradicts the secrets beside it; remove one of the two");
            } else if (signed && token.isPresent()) {
                values.problem(TOKEN, "a source is verified in one way: keep either secrets or token");
            } else if (signature.isPresent() && secrets.isEmpty()) {
                values.problem(SIGNATURE, "needs secrets: [...] to verify by");
            } else if (values.has(SECRETS) && secrets.isEmpty()) {
                values.problem(SECRETS, "is empty, so nothing could be verified");
            } else if (token.isPresent() && token.get().values().isEmpty()) {
                values.problem(TOKEN, "has no values, so nothing could be verified");
            } else if (!unverified && !signed && token.isEmpty()) {
                values.problem("has nothing to verify webhooks by: give "
                        + (vendor.verification() instanceof HmacSignature ? "secrets" : "token")
                        + ", or say unverified: true if anybody may send");
            } else if (signed && signature.isEmpty() && vendor.verification() instanceof SharedToken) {
                values.problem(
                        SECRETS,
                        vendor.displayName() + " does not sign; give token: {header, values}, or say with signature:"
                                + " what this source signs by");
            }
        }

        private static void checkSecrets(Section.Values values, List<Secret> secrets, boolean inHeader) {
            Key<?> key = inHeader ? TOKEN : SECRETS;
            if (secrets.size() > MAX_SECRETS) {
                values.problem(key, "has more than " + MAX_SECRETS + " values; remove those no longer in use");
            }
            for (Secret secret : secrets) {
                String text = secret.reveal();
                if (inHeader && (!text.equals(text.strip()) || !text.matches("[\\x20-\\x7e]*"))) {
                    values.problem(key, "a value has blanks around it or characters that no header can carry");
                }
            }
        }
    }
}
