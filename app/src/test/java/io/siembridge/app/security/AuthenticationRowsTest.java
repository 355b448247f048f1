package io.siembridge.app.security;

import static io.siembridge.app.security.Sender.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.siembridge.app.config.Secret;
import io.siembridge.app.verifier.ConstantTime;
import io.siembridge.app.verifier.HmacVerifier;
import io.siembridge.app.verifier.InboundWebhook;
import io.siembridge.app.verifier.RejectReason;
import io.siembridge.app.verifier.Signer;
import io.siembridge.app.verifier.TokenVerifier;
import io.siembridge.app.verifier.Verification;
import io.siembridge.app.verifier.Verifier;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme.Algorithm;
import io.siembridge.normalizers.vendor.VerificationScheme.Encoding;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import io.siembridge.normalizers.vendor.VerificationScheme.SharedToken;
import java.lang.reflect.RecordComponent;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rows 1 to 5, 7, 12 and 13: what proves a webhook, on its own. */
class AuthenticationRowsTest {
    private static final Vendor SNYK = Vendors.withId("snyk").orElseThrow();
    private static final Secret SECRET = new Secret("a secret of the tests");
    private static final byte[] BODY = utf8("{\"a\": 1.0, \"b\": \"\u00e9\"}");
    private static final List<HmacSignature> SCHEMES = schemes();

    private static List<HmacSignature> schemes() {
        List<HmacSignature> schemes = new ArrayList<>();
        for (Algorithm algorithm : Algorithm.values()) {
            for (Encoding encoding : Encoding.values()) {
                schemes.add(new HmacSignature("X-Signature", algorithm, encoding, "v1,"));
                schemes.add(new HmacSignature("X-Signature", algorithm, encoding, ""));
            }
        }
        return schemes;
    }

    private static Verification verify(Verifier verifier, byte[] body, String... values) {
        return verifier.verify(
                new InboundWebhook("s", "snyk", Map.of("x-signature", List.of(values)), body, Instant.EPOCH));
    }

    private static boolean passes(Verifier verifier, byte[] body, String... values) {
        return verify(verifier, body, values).webhook().isPresent();
    }

    @Nested
    class Row01PrefixOrLength {
        @Test
        void everyTruncationExtensionAndEmptyValueOfAValidSignatureIsRefused() {
            for (HmacSignature scheme : SCHEMES) {
                Verifier verifier = new HmacVerifier(scheme, List.of(SECRET), SNYK);
                String valid = new Signer(scheme, SECRET).headerValue(BODY);
                assertThat(passes(verifier, BODY, valid)).isTrue();
                for (int length = 0; length < valid.length(); length++) {
                    assertThat(passes(verifier, BODY, valid.substring(0, length)))
                            .as("%s cut to %s", valid, length)
                            .isFalse();
                    assertThat(passes(verifier, BODY, valid.substring(length + 1)))
                            .isFalse();
                }
                for (String more : List.of("0", "=", "==", "A", ",", ",v1,", valid, "\u00e9")) {
                    assertThat(passes(verifier, BODY, valid + more)).isFalse();
                    assertThat(passes(verifier, BODY, more + valid)).isFalse();
                }
            }
        }

        @Test
        void aBase64DigestHasOneSpelling() {
            HmacSignature scheme = new HmacSignature("X-Signature", Algorithm.HMAC_SHA256, Encoding.BASE64, "");
            Verifier verifier = new HmacVerifier(scheme, List.of(SECRET), SNYK);
            String valid = new Signer(scheme, SECRET).headerValue(BODY);
            int spare = valid.length() - 2;
            char next = (char) (valid.charAt(spare) + 1);
            String sameBytes = valid.substring(0, spare) + next + "=";
            assertThat(passes(verifier, BODY, sameBytes)).isFalse();
        }
    }

    @Nested
    class Row02EarlyExitComparison {
        private static final JavaClasses PROGRAM = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.siembridge.app");

        @Test
        void theOneComparisonIsThePlatformsConstantTimeOne() {
            ArchRuleDefinition.classes()
                    .that()
                    .areAssignableTo(ConstantTime.class)
                    .should()
                    .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                    .check(PROGRAM);
        }

        /** The verifiers have a stricter rule, with a seeded violation, in ArchitectureTest. */
        @Test
        void theOperatorsDoorComparesNoSecretByEquality() {
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAPackage("io.siembridge.app.operator..")
                    .should()
                    .callMethod(Secret.class, "equals", Object.class)
                    .orShould()
                    .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                    .orShould()
                    .callMethod(String.class, "contentEquals", CharSequence.class)
                    .orShould()
                    .callMethod(String.class, "compareTo", String.class)
                    .check(PROGRAM);
        }

        /** Very generous: a comparison that exits early takes a hundredth of the time for a mismatch in the first byte. */
        @Test
        void aMismatchInTheFirstByteTakesAsLongAsOneInTheLast() {
            byte[] secret = new byte[4096];
            byte[] first = secret.clone();
            first[0] = 1;
            byte[] last = secret.clone();
            last[last.length - 1] = 1;
            long fastestFirst = Long.MAX_VALUE;
            long fastestLast = Long.MAX_VALUE;
            for (int round = 0; round < 60; round++) {
                fastestFirst = Math.min(fastestFirst, time(secret, first));
                fastestLast = Math.min(fastestLast, time(secret, last));
            }
            assertThat((double) fastestLast / fastestFirst).isBetween(0.1, 10.0);
        }

        private static long time(byte[] secret, byte[] given) {
            long begun = System.nanoTime();
            boolean equal = false;
            for (int i = 0; i < 200; i++) {
                equal |= ConstantTime.equal(secret, given);
            }
            assertThat(equal).isFalse();
            return System.nanoTime() - begun;
        }
    }

    @Nested
    class Row03ReserialisedBody {
        @Test
        void onlyTheSignedBytesPass() {
            for (HmacSignature scheme : SCHEMES) {
                Verifier verifier = new HmacVerifier(scheme, List.of(SECRET), SNYK);
                String valid = new Signer(scheme, SECRET).headerValue(BODY);
                for (String same : List.of(
                        "{\"a\":1.0,\"b\":\"\u00e9\"}",
                        "{\"b\": \"\u00e9\", \"a\": 1.0}",
                        "{\"a\": 1.0, \"b\": \"\\u00e9\"}",
                        "{\"a\": 1.00, \"b\": \"\u00e9\"}",
                        "{\"a\": 1e0, \"b\": \"\u00e9\"}",
                        "{\"a\": 1.0, \"b\": \"e\u0301\"}",
                        "{\"a\": 1.0, \"b\": \"\u00e9\"}\n",
                        "\uFEFF{\"a\": 1.0, \"b\": \"\u00e9\"}")) {
                    assertThat(passes(verifier, utf8(same), valid)).as(same).isFalse();
                }
            }
        }
    }

    @Nested
    class Row04CharsetBeforeVerification {
        @Test
        void bytesThatAreNoTextAreVerifiedAndHandedOnUnchanged() {
            HmacSignature scheme = SCHEMES.get(0);
            Random random = new Random(4);
            for (int i = 0; i < 300; i++) {
                byte[] body = new byte[random.nextInt(200)];
                random.nextBytes(body);
                byte[] before = body.clone();
                Verifier verifier = new HmacVerifier(scheme, List.of(SECRET), SNYK);
                Verification verification = verify(verifier, body, new Signer(scheme, SECRET).headerValue(body));
                assertThat(verification.webhook())
                        .hasValueSatisfying(
                                webhook -> assertThat(webhook.body()).isEqualTo(before));
            }
        }
    }

    @Nested
    class Row05SchemeDowngrade {
        @Test
        void theWeakFormIsNoFormWhereTheStrongOneIsConfigured() {
            HmacSignature strong = new HmacSignature("X-Signature", Algorithm.HMAC_SHA256, Encoding.HEX, "sha256=");
            Verifier verifier = new HmacVerifier(strong, List.of(SECRET), SNYK);
            String good = new Signer(strong, SECRET).headerValue(BODY);
            String weak = new Signer(
                            new HmacSignature("X-Signature", Algorithm.HMAC_SHA1, Encoding.HEX, "sha1="), SECRET)
                    .headerValue(BODY);
            assertThat(passes(verifier, BODY, good)).isTrue();
            assertThat(passes(verifier, BODY, weak)).isFalse();
            for (List<String> several : List.of(List.of(weak, good), List.of(good, weak), List.of(good, good))) {
                assertThat(passes(verifier, BODY, several.toArray(String[]::new)))
                        .isFalse();
                assertThat(passes(verifier, BODY, String.join(",", several))).isFalse();
                assertThat(passes(verifier, BODY, String.join(", ", several))).isFalse();
            }
        }

        @Test
        void theSecretItselfIsNoTokenOfASourceThatIsSigned() {
            Verifier verifier = new HmacVerifier(SCHEMES.get(0), List.of(SECRET), SNYK);
            assertThat(passes(verifier, BODY, SECRET.reveal())).isFalse();
        }
    }

    @Nested
    class Row07Windows {
        /** No vendor signs a time, so there is no window. Whoever adds one has to say here how old and how new. */
        @Test
        void noSchemeHasATimestampToBelieve() {
            assertThat(Arrays.stream(HmacSignature.class.getRecordComponents()).map(RecordComponent::getName))
                    .containsExactly("header", "algorithm", "encoding", "prefix");
            assertThat(Arrays.stream(SharedToken.class.getRecordComponents()).map(RecordComponent::getName))
                    .containsExactly("header");
        }
    }

    @Nested
    class Row12OddSignatureHeaders {
        private static final int ITERATIONS = Integer.getInteger("fuzz.iterations", 20_000);

        @Test
        void noHeaderMakesAVerifierFailOrPass() {
            List<Verifier> verifiers = new ArrayList<>();
            SCHEMES.forEach(scheme -> verifiers.add(new HmacVerifier(scheme, List.of(SECRET), SNYK)));
            verifiers.add(new TokenVerifier(new SharedToken("X-Signature"), List.of(SECRET), SNYK));
            for (int i = 0; i < ITERATIONS; i++) {
                Random random = new Random(Long.getLong("fuzz.seed", 12L) + i);
                HmacSignature scheme = SCHEMES.get(random.nextInt(SCHEMES.size()));
                String valid = new Signer(scheme, SECRET).headerValue(utf8("another body"));
                String[] values = new String[random.nextInt(50) == 0 ? 1_000 : random.nextInt(3)];
                Arrays.setAll(values, any -> OddText.of(random, valid));
                Verifier verifier = verifiers.get(random.nextInt(verifiers.size()));
                assertThat(verify(verifier, BODY, values).rejection())
                        .as("seed %s: %s", i, Arrays.asList(values))
                        .isPresent();
            }
        }
    }

    @Nested
    class Row13ManyCandidates {
        @Test
        void tenThousandSignaturesInOneHeaderCostNoDigest() {
            HmacSignature scheme = SCHEMES.get(0);
            Verifier verifier = new HmacVerifier(scheme, List.of(SECRET), SNYK);
            String valid = new Signer(scheme, SECRET).headerValue(BODY);
            String many = (valid + ",").repeat(10_000);
            assertThat(verify(verifier, BODY, many).rejection()).contains(RejectReason.NOT_A_DIGEST);
            String[] apart = new String[10_000];
            Arrays.fill(apart, valid);
            assertThat(verify(verifier, BODY, apart).rejection()).contains(RejectReason.HEADER_REPEATED);
        }
    }
}
