package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.vendor.DedupeRule;
import io.siembridge.normalizers.vendor.ItemwiseNormalizer;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Patience;
import io.siembridge.normalizers.vendor.SeverityTable;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme;
import java.time.Duration;
import java.util.Set;

/** Wallarm API Security: hits, security issues, triggers and account changes, proved by a header the customer sets. */
public final class WallarmVendor implements Vendor {
    private static final Patience PATIENCE = new Patience(
            Duration.ofSeconds(15),
            0.6,
            Duration.ofHours(12),
            "Wallarm switches an integration off at 60 % in 12 hours");

    @Override
    public String id() {
        return "wallarm";
    }

    @Override
    public String displayName() {
        return "Wallarm";
    }

    @Override
    public VerificationScheme verification() {
        return new VerificationScheme.SharedToken("x-auth-token");
    }

    @Override
    public DedupeRule dedupe() {
        return DedupeRule.byBytes(Duration.ofHours(2));
    }

    @Override
    public Patience patience() {
        return PATIENCE;
    }

    @Override
    public Set<String> headers() {
        return Set.of();
    }

    @Override
    public SeverityTable severities() {
        return Severities.defaults();
    }

    @Override
    public Normalizer normalizer(NormalizerSettings settings) {
        return new ItemwiseNormalizer(this, settings, new WallarmNormalizer());
    }
}
