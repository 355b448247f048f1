package io.siembridge.app.operator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.app.spool.StoredWebhook;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.EventFactory;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactedBodyTest {
    private final RedactedBody redactedBody = new RedactedBody(Vendors.all());

    private static StoredWebhook webhook(String vendor, Map<String, String> headers, byte[] body) {
        Map<String, String> lowerCase = new HashMap<>();
        headers.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        return new StoredWebhook(
                "01H", vendor, vendor, "verified", Instant.EPOCH, lowerCase, body, EventFactory.sha256(body));
    }

    private RedactedBody.Shown shown(String vendor, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return redactedBody.of(webhook(vendor, Map.of(), bytes), bytes);
    }

    static Stream<Sample> samplesWithoutSecrets() {
        return new Samples(Vendors.all())
                .all().stream()
                        .filter(sample -> sample.vendor().id().equals("snyk")
                                || sample.vendor().id().equals("soveren"))
                        .filter(sample -> !sample.name().startsWith("repeated"));
    }

    @ParameterizedTest
    @MethodSource("samplesWithoutSecrets")
    void whatHoldsNoSecretIsShownAsItCame(Sample sample) {
        RedactedBody.Shown shown =
                redactedBody.of(webhook(sample.vendor().id(), sample.headers(), sample.payload()), sample.payload());
        assertThat(shown.redacted()).isFalse();
        assertThat(shown.text()).isEqualTo(new String(sample.payload(), UTF_8));
    }

    @Test
    void whatTheVendorsNormalizerHidesIsShownAsStars() {
        RedactedBody.Shown shown = shown(
                "wallarm",
                "[{\"summary\":\"Hit\",\"details\":{},\"body\":{\"password\":\"hunter2\",\"path\":\"/login\"}}]");
        assertThat(shown.redacted()).isTrue();
        assertThat(shown.text()).doesNotContain("hunter2").contains("***").contains("/login");
    }

    @Test
    void whatCannotBeReadLosesValuesThatAreNamedLikeCredentials() {
        RedactedBody.Shown shown = shown(
                "soda", "{\"incidentLinkCallbackUrl\": \"https://cloud/x?id=1\", \"event\": \"incident\", \"broken");
        assertThat(shown.redacted()).isTrue();
        assertThat(shown.text()).doesNotContain("https://cloud").contains("\"event\": \"incident\"");
    }

    @Test
    void bytesThatAreNoTextAreShownAsBase64WithoutCredentials() {
        byte[] body = "\u00ff{\"api_key\": \"k3y\", \"a\": 1".getBytes(ISO_8859_1);
        RedactedBody.Shown shown = redactedBody.of(webhook("snyk", Map.of(), body), body);
        assertThat(shown.encoding()).isEqualTo("base64");
        assertThat(new String(Base64.getDecoder().decode(shown.text()), ISO_8859_1))
                .isEqualTo("\u00ff{\"api_key\": \"***\", \"a\": 1");
    }
}
