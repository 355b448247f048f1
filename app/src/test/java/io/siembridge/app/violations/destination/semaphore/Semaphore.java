package io.siembridge.app.violations.destination.semaphore;

/** A kind of destination that another must not know. */
public record Semaphore() {}
