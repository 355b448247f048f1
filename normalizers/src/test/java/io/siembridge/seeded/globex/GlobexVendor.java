package io.siembridge.seeded.globex;

/** The vendor that others must leave alone. */
public record GlobexVendor(String name) {}
