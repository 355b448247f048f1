package io.siembridge.normalizers.snyk;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.VerificationScheme.Encoding;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SnykVendorTest {
    private final SnykVendor vendor = new SnykVendor();

    @Test
    void describesTheSignatureThatSnykSends() throws GeneralSecurityException {
        HmacSignature scheme = (HmacSignature) vendor.verification();
        Mac mac = Mac.getInstance(scheme.algorithm().platformName());
        mac.init(new SecretKeySpec("winter-Morgen 7".getBytes(StandardCharsets.UTF_8), "RAW"));
        byte[] digest = mac.doFinal("{\"webhookId\":\"e5\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(scheme.header()).isEqualTo("x-hub-signature");
        assertThat(scheme.encoding()).isEqualTo(Encoding.HEX);
        // From: printf '{"webhookId":"e5"}' | openssl dgst -sha256 -hmac 'winter-Morgen 7'
        assertThat(scheme.prefix() + HexFormat.of().formatHex(digest))
                .isEqualTo("sha256=ad07f519312bc5f92d50becbfc35995939f542e2fa7824d3e2f110d2130de9ae");
    }

    @Test
    void storesTheHeadersItReadsInLowerCase() {
        assertThat(vendor.headers())
                .containsExactlyInAnyOrder("x-snyk-event", "x-snyk-transport-id", "x-snyk-timestamp")
                .allSatisfy(header -> assertThat(header).isEqualTo(header.toLowerCase(Locale.ROOT)));
        assertThat(vendor.dedupe().idHeader()).hasValue("x-snyk-transport-id");
    }

    @Test
    void knowsTheFourSeverityWords() {
        assertThat(vendor.severities().words()).containsExactlyInAnyOrder("low", "medium", "high", "critical");
        assertThat(vendor.severities().of("Critical")).hasValue(Severity.CRITICAL);
        assertThat(vendor.severities().of("moderate")).isEmpty();
    }
}
