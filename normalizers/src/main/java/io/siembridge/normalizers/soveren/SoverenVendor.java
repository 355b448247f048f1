package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.vendor.DedupeRule;
import io.siembridge.normalizers.vendor.ItemwiseNormalizer;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Patience;
import io.siembridge.normalizers.vendor.SeverityTable;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme;
import io.siembridge.normalizers.vendor.VerificationScheme.Algorithm;
import io.siembridge.normalizers.vendor.VerificationScheme.Encoding;
import java.time.Duration;
import java.util.Set;

/**
 * Soveren, which watches where sensitive data flows and rests. Its webhooks are signed but carry no delivery id.
 *
 * <p>The vendor rates events by {@code sensitivity}, and the same word weighs more for a violation than for news of a
 * flow. So the words of its severity table, which a configuration may override, name both: {@code violation_high},
 * {@code violation_medium}, {@code violation_low} and {@code news_high}, {@code news_medium}, {@code news_low}, with
 * {@code violation_unrated} and {@code news_unrated} for events without a sensitivity. Event types that are never rated
 * stand under their own name: {@code discovery_complete}, {@code custom_asset_rule_conflict},
 * {@code dar_release_update}, {@code dar_release_update_critical}, {@code dim_release_update},
 * {@code dim_release_update_critical}.
 */
public final class SoverenVendor implements Vendor {
    private static final Patience PATIENCE = new Patience(
            Duration.ofSeconds(10),
            0.6,
            Duration.ofHours(12),
            "Soveren shows an integration as failed when nothing gets through for 15 minutes");

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
        return new ItemwiseNormalizer(this, settings, new SoverenNormalizer());
    }
}
