package io.siembridge.app.operator;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siembridge.app.config.Secret;
import io.siembridge.app.verifier.Signer;
import io.siembridge.normalizers.vendor.VerificationScheme.Algorithm;
import io.siembridge.normalizers.vendor.VerificationScheme.Encoding;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Refused webhooks, sent to a real listener, and what the operator is told about each. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignatureExplainerTest {
    private static final String BODY = "{\"webhookId\":\"7c1f\", \"n\": [1, 2.50]}";
    private static final HmacSignature SNYK =
            new HmacSignature("x-hub-signature", Algorithm.HMAC_SHA256, Encoding.HEX, "sha256=");

    private OperatorStage stage;

    @BeforeAll
    void start() throws Exception {
        stage = new OperatorStage();
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    private static byte[] digest(String body, String secret) {
        return new Signer(SNYK, new Secret(secret)).digest(body.getBytes(UTF_8));
    }

    private static String hex(String body, String secret) {
        return HexFormat.of().formatHex(digest(body, secret));
    }

    private static String signature(String body, String secret) {
        return "sha256=" + hex(body, secret);
    }

    private JsonNode refused(String source, Map<String, String> headers, byte[] body) throws IOException {
        given().headers(headers)
                .body(body)
                .post(stage.webhookUrl(source))
                .then()
                .statusCode(401);
        String answer = given().header("Authorization", "Bearer " + OperatorStage.TOKEN)
                .get(stage.url("/api/v1/sources/" + source + "/rejections"))
                .asString();
        return new ObjectMapper().readTree(answer).path("rejections").path(0);
    }

    static Stream<Arguments> mistakes() {
        String key = "snyk-secret-1";
        return Stream.of(
                Arguments.of(hex(BODY, key), BODY, "no prefix was sent"),
                Arguments.of("sha256=" + Base64.getEncoder().encodeToString(digest(BODY, key)), BODY, "in base64"),
                Arguments.of(signature(BODY + "\n", key), BODY, "with a line break at its end"),
                Arguments.of(signature(BODY, key), BODY + "\n", "without the line break at its end"),
                Arguments.of(
                        signature("{\"webhookId\":\"7c1f\",\"n\":[1,2.50]}", key),
                        BODY,
                        "written anew as JSON without blanks"),
                Arguments.of(
                        signature("{\"webhookId\": \"7c1f\", \"n\": [1, 2.50]}", key),
                        BODY,
                        "with a blank after : and ,"),
                Arguments.of(
                        signature("{\n  \"webhookId\": \"7c1f\",\n  \"n\": [\n    1,\n    2.50\n  ]\n}", key),
                        BODY,
                        "with an indent of 2"),
                Arguments.of(signature(BODY, key + "\n"), BODY, "blanks or a line break"),
                Arguments.of(signature(BODY, "soveren-secret-2"), BODY, "is that of the source soveren"),
                Arguments.of(key, BODY, "holds the secret itself"),
                Arguments.of(signature(BODY, "unheard of"), BODY, "another secret"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void namesTheOneChangeThatWouldHaveMadeItValid(String signature, String body, String explanation) throws Exception {
        JsonNode rejection = refused("snyk", Map.of("X-Hub-Signature", signature), body.getBytes(UTF_8));
        assertThat(rejection.path("explanation").asText()).contains(explanation);
        assertThat(rejection.toString()).doesNotContain("snyk-secret-1");
        String expected = hex(body, "snyk-secret-1");
        if (!signature.contains(expected)) {
            assertThat(rejection.toString())
                    .as("never what it should have been")
                    .doesNotContain(expected);
        }
    }

    @Test
    void seesASignatureThatWasMadeBeforeCompression() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(BODY.getBytes(UTF_8));
        }
        JsonNode rejection = refused(
                "snyk",
                Map.of("X-Hub-Signature", signature(BODY, "snyk-secret-1"), "Content-Type", "application/json"),
                compressed.toByteArray());
        assertThat(rejection.path("explanation").asText()).contains("after decompression");
    }

    @Test
    void findsTheProofInAnotherHeader() throws Exception {
        JsonNode rejection =
                refused("snyk", Map.of("X-Signature", signature(BODY, "snyk-secret-1")), BODY.getBytes(UTF_8));
        assertThat(rejection.path("explanation").asText()).contains("x-signature instead");
        JsonNode token = refused("wallarm", Map.of("Authorization", "wallarm-token-1"), BODY.getBytes(UTF_8));
        assertThat(token.path("explanation").asText()).contains("authorization instead");
    }

    @Test
    void saysWhatIsWrongWithAToken() throws Exception {
        JsonNode bearer = refused("wallarm", Map.of("X-Auth-Token", "Bearer wallarm-token-1"), BODY.getBytes(UTF_8));
        assertThat(bearer.path("explanation").asText()).contains("Bearer");
        assertThat(bearer.path("given").asText()).isEqualTo("22 characters");
        assertThat(bearer.toString()).doesNotContain("wallarm-token-1");
        JsonNode other = refused("wallarm", Map.of("X-Auth-Token", "snyk-secret-1"), BODY.getBytes(UTF_8));
        assertThat(other.path("explanation").asText()).contains("source snyk");
    }

    @Test
    void remembersOnlyTheLastOnesAndNotTheEndOfALongBody() throws Exception {
        for (int i = 0; i < 25; i++) {
            refused("soveren", Map.of(), "{}".getBytes(UTF_8));
        }
        JsonNode rejection = refused("soveren", Map.of("X-Soveren-Signature", "00"), new byte[100_000]);
        assertThat(rejection.path("bytes").asInt()).isEqualTo(100_000);
        assertThat(rejection.path("body_start").asText().length()).isLessThan(2_000);
        assertThat(stage.server.rejections().of("soveren"))
                .hasSize(20)
                .allMatch(each -> each.body().length <= 64 * 1024);
    }
}
