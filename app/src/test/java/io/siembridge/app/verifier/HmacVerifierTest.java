package io.siembridge.app.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.Secret;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme.Algorithm;
import io.siembridge.normalizers.vendor.VerificationScheme.Encoding;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmacVerifierTest {
    private static final Vendor SNYK = Vendors.withId("snyk").orElseThrow();
    private static final HmacSignature SCHEME = (HmacSignature) SNYK.verification();
    private static final Secret SECRET = new Secret("k7-demo Secret");
    private static final byte[] BODY =
            "{\"webhookId\":\"0b9a6c1e-52f4-4f0e-9f0b-6a1f4f7d2c11\"}".getBytes(StandardCharsets.UTF_8);
    private static final String VALID = "sha256=93c281ba4e406d1d840341e9c96cfd8504cdc957596d2eb57bb94c68943f2da7";

    private final Verifier verifier = new HmacVerifier(SCHEME, List.of(SECRET), SNYK);

    @Test
    void acceptsAKnownGoodSignature() {
        assertThat(verify(BODY, VALID).webhook()).hasValueSatisfying(webhook -> {
            assertThat(webhook.label()).isEqualTo("verified:hmac-sha256");
            assertThat(webhook.key()).isEqualTo("1");
            assertThat(webhook.body()).isEqualTo(BODY);
        });
    }

    @Test
    void acceptsASoverenSignatureUnderASecretWithALineBreakAndABodyBeyondAscii() {
        Vendor soveren = Vendors.withId("soveren").orElseThrow();
        Verifier ofSoveren = new HmacVerifier(
                (HmacSignature) soveren.verification(), List.of(new Secret("correct horse\nbattery")), soveren);
        byte[] body = "{\"title\":\"Schöne Grüße\",\"sensitivity\":\"Low\"}".getBytes(StandardCharsets.UTF_8);
        String signature = "sha256=958880c4845df7ba3f7ca026b26a91f3a9f1056b659f0f2e329d6541b5afe803";
        InboundWebhook webhook = new InboundWebhook(
                "soveren", "soveren", Map.of("x-soveren-signature", List.of(signature)), body, Instant.EPOCH);
        assertThat(ofSoveren.verify(webhook).webhook()).isPresent();
    }

    @Test
    void acceptsUpperCaseDigitsAndBlanksAround() {
        assertThat(verify(BODY, "  " + SCHEME.prefix() + VALID.substring(7).toUpperCase(Locale.ROOT) + " ")
                        .webhook())
                .isPresent();
    }

    @Test
    void rejectsSignatureOverDifferentBytes() {
        for (int i = 0; i < BODY.length; i++) {
            byte[] other = BODY.clone();
            other[i] ^= 1;
            assertThat(verify(other, VALID).rejection()).contains(RejectReason.DIGEST_MISMATCH);
        }
    }

    @Test
    void rejectsEveryTruncationAndEveryExtension() {
        for (int length = 0; length < VALID.length(); length++) {
            assertThat(verify(BODY, VALID.substring(0, length)).webhook()).isEmpty();
        }
        for (String more : List.of("0", "00", "=", " 0", ",", VALID, "\0")) {
            assertThat(verify(BODY, VALID + more).webhook()).as(more).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "sha256",
                "sha256=",
                "sha1=93c281ba4e406d1d840341e9c96cfd8504cdc957",
                "SHA256=",
                "v1,",
                ",",
                "{}",
                "sha256=zz",
                "sha256=é",
                "sha256=sha256=93c281ba4e406d1d840341e9c96cfd8504cdc957596d2eb57bb94c68943f2da7"
            })
    void rejectsOddHeadersWithoutFailing(String header) {
        assertThat(verify(BODY, header).webhook()).isEmpty();
    }

    @Test
    void rejectsAMissingHeaderAndARepeatedOne() {
        assertThat(verifier.verify(inbound(BODY, List.of())).rejection()).contains(RejectReason.HEADER_MISSING);
        assertThat(verifier.verify(inbound(BODY, List.of(VALID, VALID))).rejection())
                .contains(RejectReason.HEADER_REPEATED);
        assertThat(verifier.verify(inbound(BODY, List.of("sha256=00", VALID))).rejection())
                .contains(RejectReason.HEADER_REPEATED);
    }

    @Test
    void acceptsAnyOfSeveralSecretsAndSaysWhich() {
        Verifier rotating = new HmacVerifier(SCHEME, List.of(new Secret("new"), SECRET), SNYK);
        assertThat(rotating.verify(inbound(BODY, List.of(VALID))).webhook())
                .hasValueSatisfying(webhook -> assertThat(webhook.key()).isEqualTo("2"));
    }

    @Test
    void rejectsTheSameJsonWrittenDifferently() {
        for (String same : List.of(
                "{ \"webhookId\":\"0b9a6c1e-52f4-4f0e-9f0b-6a1f4f7d2c11\"}",
                "{\"webhookId\":\"0b9a6c1e-52f4-4f0e-9f0b-6a1f4f7d2c11\"}\n",
                "\uFEFF{\"webhookId\":\"0b9a6c1e-52f4-4f0e-9f0b-6a1f4f7d2c11\"}",
                "{\"webhookId\":\"\\u0030b9a6c1e-52f4-4f0e-9f0b-6a1f4f7d2c11\"}")) {
            assertThat(verify(same.getBytes(StandardCharsets.UTF_8), VALID).webhook())
                    .isEmpty();
        }
    }

    @Test
    void verifiesBytesThatAreNoText() {
        byte[] odd = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 0, (byte) 0xFF, (byte) 0xC0, '{', '}'};
        String signature = new Signer(SCHEME, SECRET).headerValue(odd);
        assertThat(verify(odd, signature).webhook())
                .hasValueSatisfying(webhook -> assertThat(webhook.body()).isEqualTo(odd));
    }

    @Test
    void speaksEveryAlgorithmEncodingAndPrefix() {
        for (Algorithm algorithm : Algorithm.values()) {
            for (Encoding encoding : Encoding.values()) {
                HmacSignature scheme = new HmacSignature("X-Hub-Signature", algorithm, encoding, "p:");
                String signature = new Signer(scheme, SECRET).headerValue(BODY);
                Verifier configured = new HmacVerifier(scheme, List.of(SECRET), SNYK);
                assertThat(configured.verify(inbound(BODY, List.of(signature))).webhook())
                        .as(scheme.toString())
                        .isPresent();
                assertThat(configured.verify(inbound(BODY, List.of(VALID))).webhook())
                        .isEmpty();
            }
        }
    }

    @Test
    void answersAThousandRandomHeaders() {
        Random random = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            List<String> values = new ArrayList<>();
            for (int j = 0; j <= random.nextInt(3); j++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                values.add((random.nextBoolean() ? "sha256=" : "") + new String(bytes, StandardCharsets.ISO_8859_1));
            }
            assertThat(verifier.verify(inbound(BODY, values)).webhook()).isEmpty();
        }
    }

    @Test
    void keepsTheHeadersTheNormalizerReadsAndNeverTheProof() {
        Map<String, List<String>> headers = Map.of(
                "x-hub-signature", List.of(VALID),
                "x-snyk-event", List.of("ping/v0"),
                "x-snyk-transport-id", List.of("2e9a5d10"),
                "authorization", List.of("Bearer secret"));
        InboundWebhook webhook = new InboundWebhook("snyk", "snyk", headers, BODY, Instant.EPOCH);
        assertThat(verifier.verify(webhook).webhook()).hasValueSatisfying(verified -> {
            assertThat(verified.headers()).containsOnlyKeys("x-snyk-event", "x-snyk-transport-id");
            assertThat(verified.deliveryId()).contains("2e9a5d10");
        });
    }

    private Verification verify(byte[] body, String header) {
        return verifier.verify(inbound(body, List.of(header)));
    }

    private static InboundWebhook inbound(byte[] body, List<String> signatures) {
        Map<String, List<String>> headers = signatures.isEmpty() ? Map.of() : Map.of("x-hub-signature", signatures);
        return new InboundWebhook("snyk", "snyk", headers, body, Instant.EPOCH);
    }
}
