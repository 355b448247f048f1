package io.siembridge.seeded.acme;

import io.siembridge.seeded.globex.GlobexVendor;

/** A vendor must not know another. */
public record AcmeVendor(GlobexVendor other) {}
