package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.DedupeRule;
import io.siembridge.normalizers.vendor.ItemwiseNormalizer;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Patience;
import io.siembridge.normalizers.vendor.SeverityTable;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Soda Cloud: checks of data quality, the incidents people make of them, and the contracts behind them. */
public final class SodaVendor implements Vendor {
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(10), 0.6, Duration.ofHours(12), "Soda is not known to send anything twice");

    @Override
    public String id() {
        return "soda";
    }

    @Override
    public String displayName() {
        return "Soda";
    }

    @Override
    public VerificationScheme verification() {
        return new VerificationScheme.SharedToken("authorization");
    }

    /** No message carries an id, and Soda is not known to repeat one. */
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
        return SeverityTable.of(Map.ofEntries(
                Map.entry("pass", Severity.INFORMATIONAL),
                Map.entry("excluded", Severity.INFORMATIONAL),
                Map.entry("warn", Severity.LOW),
                Map.entry("error", Severity.LOW),
                Map.entry("notEvaluated", Severity.LOW),
                Map.entry("fail", Severity.MEDIUM),
                Map.entry("low", Severity.LOW),
                Map.entry("minor", Severity.LOW),
                Map.entry("medium", Severity.MEDIUM),
                Map.entry("high", Severity.HIGH),
                Map.entry("major", Severity.HIGH),
                Map.entry("critical", Severity.CRITICAL)));
    }

    @Override
    public Normalizer normalizer(NormalizerSettings settings) {
        return new ItemwiseNormalizer(this, settings, new SodaNormalizer());
    }
}
