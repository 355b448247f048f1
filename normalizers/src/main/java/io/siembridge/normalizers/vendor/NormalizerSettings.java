package io.siembridge.normalizers.vendor;

import java.util.Optional;

/**
 * What an operator may change about normalizing.
 *
 * @param rawData whether every event carries the original text of its item; unknown kinds carry it always
 * @param severities the vendor's table, overrides applied
 * @param tenant {@code metadata.tenant_uid} for vendors whose payload names none
 */
public record NormalizerSettings(boolean rawData, SeverityTable severities, Optional<String> tenant) {
    /** What a vendor gets when the configuration says nothing. */
    public static NormalizerSettings defaultsFor(Vendor vendor) {
        return new NormalizerSettings(false, vendor.severities(), Optional.empty());
    }
}
