package io.siembridge.seeded.ocsf;

import io.siembridge.seeded.vendor.NosyContract;

/** The schema must know nothing of vendors. */
public record NosyEvent(NosyContract contract) {}
