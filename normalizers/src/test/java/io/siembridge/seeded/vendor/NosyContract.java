package io.siembridge.seeded.vendor;

import io.siembridge.seeded.globex.GlobexVendor;

/** The contract must know no particular vendor. */
public record NosyContract(GlobexVendor vendor) {}
