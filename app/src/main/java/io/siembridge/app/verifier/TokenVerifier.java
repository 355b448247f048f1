package io.siembridge.app.verifier;

import io.siembridge.app.config.Secret;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme.SharedToken;
import java.util.List;
import java.util.Locale;

/** Verifies a secret that the sender repeats in a header. Any of several values is good, so that they can be rotated. */
public final class TokenVerifier implements Verifier {
    private final SharedToken scheme;
    private final List<Secret> values;
    private final KeptHeaders keptHeaders;

    public TokenVerifier(SharedToken scheme, List<Secret> values, Vendor vendor) {
        this.scheme = scheme;
        this.values = List.copyOf(values);
        this.keptHeaders = KeptHeaders.of(vendor);
    }

    @Override
    public Verification verify(InboundWebhook webhook) {
        List<String> given = webhook.header(scheme.header().toLowerCase(Locale.ROOT));
        if (given.isEmpty()) {
            return Verification.rejected(RejectReason.HEADER_MISSING);
        }
        if (given.size() > 1) {
            return Verification.rejected(RejectReason.HEADER_REPEATED);
        }
        int matching = -1;
        for (int i = 0; i < values.size(); i++) {
            if (ConstantTime.equal(values.get(i).reveal(), given.get(0).strip())) {
                matching = i;
            }
        }
        return matching < 0
                ? Verification.rejected(RejectReason.TOKEN_MISMATCH)
                : Verification.of(keptHeaders.keep(webhook, "verified:header-token", HmacVerifier.keyName(matching)));
    }
}
