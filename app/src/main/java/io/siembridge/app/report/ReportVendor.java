package io.siembridge.app.report;

import io.siembridge.normalizers.vendor.DedupeRule;
import io.siembridge.normalizers.vendor.ItemwiseNormalizer;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.SeverityTable;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The bridge as a vendor of its own reports. No source can be configured with it, so nothing it says can come from
 * outside.
 */
public final class ReportVendor implements Vendor {
    /** Its id, and the name of the source its reports are stored under. */
    public static final String ID = "siem-bridge";

    /** Carries the hour a report ends with, as a vendor's delivery id would be carried. */
    static final String UNTIL = "report-until";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "SIEM Bridge";
    }

    /** Never used: nobody sends reports. */
    @Override
    public VerificationScheme verification() {
        return new VerificationScheme.SharedToken(UNTIL);
    }

    @Override
    public DedupeRule dedupe() {
        return DedupeRule.byHeader(UNTIL, Duration.ofHours(1));
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
        return new ItemwiseNormalizer(this, settings, new ReportNormalizer());
    }
}
