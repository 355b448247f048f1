package io.siembridge.app.spool;

import com.github.f4b6a3.ulid.UlidFactory;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Makes receipt ids: ULIDs, which sort by time and go up within a millisecond too. What is not time in them is random, so a clock that
 * is set back, or a second spool, makes none a second time.
 */
final class Receipts {
    private final UlidFactory factory;

    Receipts(InstantSource clock) {
        // One supplier alone would be taken for the source of chance. And a ULID knows no time before 1970.
        this.factory = UlidFactory.newMonotonicInstance(new SecureRandom(), () -> Math.max(0, clock.millis()));
    }

    String next() {
        return factory.create().toString();
    }
}
