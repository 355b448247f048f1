package io.siembridge.app.violations.destination.telex;

import io.siembridge.app.violations.destination.semaphore.Semaphore;

/** A kind of destination that knows another. */
public record Telex(Semaphore semaphore) {}
