package io.siembridge.app.verifier;

import io.siembridge.app.config.Secret;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme.Encoding;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Verifies a keyed digest over the raw body. Any of several secrets may have made it, so that they can be rotated. */
public final class HmacVerifier implements Verifier {
    private final HmacSignature scheme;
    private final List<Signer> signers;
    private final KeptHeaders keptHeaders;

    public HmacVerifier(HmacSignature scheme, List<Secret> secrets, Vendor vendor) {
        this.scheme = scheme;
        this.signers =
                secrets.stream().map(secret -> new Signer(scheme, secret)).toList();
        this.keptHeaders = KeptHeaders.of(vendor);
    }

    @Override
    public Verification verify(InboundWebhook webhook) {
        List<String> values = webhook.header(scheme.header().toLowerCase(Locale.ROOT));
        if (values.isEmpty()) {
            return Verification.rejected(RejectReason.HEADER_MISSING);
        }
        if (values.size() > 1) {
            return Verification.rejected(RejectReason.HEADER_REPEATED);
        }
        String value = values.get(0).strip();
        if (!value.startsWith(scheme.prefix())) {
            return Verification.rejected(RejectReason.PREFIX_MISSING);
        }
        Optional<byte[]> given = decode(value.substring(scheme.prefix().length()));
        if (given.isEmpty() || given.get().length != scheme.algorithm().digestLength()) {
            return Verification.rejected(RejectReason.NOT_A_DIGEST);
        }
        return compare(webhook, given.get());
    }

    /** Every secret is tried, also after one has matched: the time does not tell which one it was. */
    private Verification compare(InboundWebhook webhook, byte[] given) {
        int matching = -1;
        for (int i = 0; i < signers.size(); i++) {
            if (ConstantTime.equal(signers.get(i).digest(webhook.body()), given)) {
                matching = i;
            }
        }
        if (matching < 0) {
            return Verification.rejected(RejectReason.DIGEST_MISMATCH);
        }
        String label = "verified:" + scheme.algorithm().id();
        return Verification.of(keptHeaders.keep(webhook, label, keyName(matching)));
    }

    /** Decodes strictly; a total function, because this text comes from anybody. */
    private Optional<byte[]> decode(String text) {
        try {
            if (scheme.encoding() == Encoding.HEX) {
                return Optional.of(HexFormat.of().parseHex(text));
            }
            byte[] decoded = Base64.getDecoder().decode(text);
            // The decoder does without padding and overlooks spare bits; a digest has one spelling.
            return Optional.of(decoded)
                    .filter(digest -> ConstantTime.equal(Base64.getEncoder().encodeToString(digest), text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static String keyName(int index) {
        return Integer.toString(index + 1);
    }
}
