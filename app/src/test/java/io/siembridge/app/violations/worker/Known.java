package io.siembridge.app.violations.worker;

/** A class that {@code spool} must not know. */
public final class Known {}
