package io.siembridge.app.violations.destination;

import io.siembridge.app.violations.destination.telex.Telex;

/** Knows a kind of destination where only what they share should be. */
public record KnowsAKind(Telex telex) {}
