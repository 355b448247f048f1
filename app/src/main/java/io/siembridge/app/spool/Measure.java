package io.siembridge.app.spool;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the ledger counts. */
public enum Measure {
    ACCEPTED,
    DUPLICATE,
    /** Not authentic. */
    REJECTED,
    /** From an address that may not send. */
    FORBIDDEN,
    RATE_LIMITED,
    TOO_LARGE,
    UNSUPPORTED_ENCODING,
    /** No HTTP as it should be, or a body that broke off. */
    MALFORMED,
    /** A body that came too slowly. */
    TIMEOUT,
    /** Could not be stored at that moment. */
    UNAVAILABLE,
    DELIVERED,
    DEAD,
    DISCARDED,
    REPLAYED;

    /** Why something authentic, or not looked at, was not taken. */
    static final Set<Measure> REFUSALS = Collections.unmodifiableSet(EnumSet.range(FORBIDDEN, UNAVAILABLE));

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
