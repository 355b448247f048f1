package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.DedupeRule;
import io.siembridge.normalizers.vendor.ItemwiseNormalizer;
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

/** Snyk: issues that a test of a project found or no longer finds. */
public final class SnykVendor implements Vendor {
    static final String EVENT_HEADER = "x-snyk-event";
    static final String TRANSPORT_ID_HEADER = "x-snyk-transport-id";
    static final String TIMESTAMP_HEADER = "x-snyk-timestamp";

    @Override
    public String id() {
        return "snyk";
    }

    @Override
    public String displayName() {
        return "Snyk";
    }

    /** The header is named like GitHub's SHA-1 one, but the digest is SHA-256. It covers the body and no header. */
    @Override
    public VerificationScheme verification() {
        return new VerificationScheme.HmacSignature("x-hub-signature", Algorithm.HMAC_SHA256, Encoding.HEX, "sha256=");
    }

    @Override
    public DedupeRule dedupe() {
        return DedupeRule.byHeader(TRANSPORT_ID_HEADER, Duration.ofHours(2));
    }

    @Override
    public Set<String> headers() {
        return Set.of(EVENT_HEADER, TRANSPORT_ID_HEADER, TIMESTAMP_HEADER);
    }

    /** The words of {@code issueData.severity}. */
    @Override
    public SeverityTable severities() {
        return SeverityTable.of(Map.of(
                "low", Severity.LOW,
                "medium", Severity.MEDIUM,
                "high", Severity.HIGH,
                "critical", Severity.CRITICAL));
    }

    @Override
    public Normalizer normalizer(NormalizerSettings settings) {
        return new ItemwiseNormalizer(this, settings, new SnykNormalizer());
    }
}
