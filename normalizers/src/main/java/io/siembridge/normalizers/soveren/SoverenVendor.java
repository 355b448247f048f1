package io.siembridge.normalizers.soveren;

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

/** Soveren. */
public final class SoverenVendor implements Vendor {
    @Override
    public String id() {
        return "soveren";
    }

    @Override
    public String displayName() {
        return "Soveren";
    }

    @Override
    public VerificationScheme verification() {
        return new VerificationScheme.HmacSignature(
                "x-soveren-signature", Algorithm.HMAC_SHA256, Encoding.HEX, "sha256=");
    }

    @Override
    public DedupeRule dedupe() {
        return DedupeRule.byBytes(Duration.ofHours(2));
    }

    @Override
    public Set<String> headers() {
        return Set.of();
    }

    @Override
    public SeverityTable severities() {
        return SeverityTable.of(Map.of());
    }

    @Override
    public Normalizer normalizer(NormalizerSettings settings) {
        return new SoverenNormalizer(this, settings);
    }
}
