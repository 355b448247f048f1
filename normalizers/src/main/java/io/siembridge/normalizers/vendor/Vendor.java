package io.siembridge.normalizers.vendor;

import java.util.Set;

/** A product that sends webhooks: everything the bridge knows about it, in one place. */
public interface Vendor {
    /** The name in configuration, sample folders and source types: lower case, no blanks. */
    String id();

    /** The name people know. */
    String displayName();

    /** How a webhook of this vendor is proved authentic unless the configuration says otherwise. */
    VerificationScheme verification();

    /** How a repeated delivery is recognised. */
    DedupeRule dedupe();

    /** What the vendor puts up with before it gives us up. */
    default Patience patience() {
        return Patience.UNPUBLISHED;
    }

    /** Lower-case names of the headers the normalizer reads; they are stored with the webhook, all others are not. */
    Set<String> headers();

    /** The severity the vendor's own words stand for, before any override in the configuration. */
    SeverityTable severities();

    Normalizer normalizer(NormalizerSettings settings);
}
