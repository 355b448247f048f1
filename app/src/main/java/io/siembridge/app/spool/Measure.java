package io.siembridge.app.spool;

import java.util.Locale;

/** What the ledger counts. */
enum Measure {
    ACCEPTED,
    DUPLICATE,
    REJECTED,
    REFUSED,
    DELIVERED,
    DEAD,
    DISCARDED,
    REPLAYED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
