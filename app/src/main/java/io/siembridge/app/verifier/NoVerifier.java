package io.siembridge.app.verifier;

import io.siembridge.normalizers.vendor.Vendor;

/**
 * Lets everything in: for a source that is configured as {@code unverified: true}, which health and log keep saying,
 * and for what the bridge itself has to say.
 */
public final class NoVerifier implements Verifier {
    private final KeptHeaders keptHeaders;
    private final String label;

    public NoVerifier(Vendor vendor) {
        this(vendor, "unverified");
    }

    private NoVerifier(Vendor vendor, String label) {
        this.keptHeaders = KeptHeaders.of(vendor);
        this.label = label;
    }

    /** For webhooks that were never sent, but made here. */
    public static NoVerifier ofOwn(Vendor vendor) {
        return new NoVerifier(vendor, "own");
    }

    @Override
    public Verification verify(InboundWebhook webhook) {
        return Verification.of(keptHeaders.keep(webhook, label, ""));
    }
}
