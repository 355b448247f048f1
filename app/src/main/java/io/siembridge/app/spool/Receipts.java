package io.siembridge.app.spool;

import com.github.f4b6a3.ulid.UlidFactory;
import java.time.InstantSource;

/** Makes receipt ids: ULIDs, which sort by time and go up within a millisecond too. */
final class Receipts {
    private final UlidFactory factory;

    Receipts(InstantSource clock) {
        this.factory = UlidFactory.newMonotonicInstance(clock::millis);
    }

    String next() {
        return factory.create().toString();
    }
}
