package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.vendor.DedupeRule;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.SeverityTable;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme;
import io.siembridge.normalizers.vendor.VerificationScheme.Algorithm;
import io.siembridge.normalizers.vendor.VerificationScheme.Encoding;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Snyk. */
public final class SnykVendor implements Vendor {
    @Override
    public String id() {
        return "snyk";
    }

    @Override
    public String displayName() {
        return "Snyk";
    }

    @Override
    public VerificationScheme verification() {
        return new VerificationScheme.HmacSignature("x-hub-signature", Algorithm.HMAC_SHA256, Encoding.HEX, "sha256=");
    }

    @Override
    public DedupeRule dedupe() {
        return DedupeRule.byHeader("x-snyk-transport-id", Duration.ofHours(2));
    }

    @Override
    public Set<String> headers() {
        return Set.of("x-snyk-event", "x-snyk-transport-id", "x-snyk-timestamp");
    }

    @Override
    public SeverityTable severities() {
        return SeverityTable.of(Map.of());
    }

    @Override
    public Normalizer normalizer(NormalizerSettings settings) {
        return new SnykNormalizer(this, settings);
    }
}
