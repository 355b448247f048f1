package io.siembridge.app.spool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** One lane for each destination. */
final class Lanes {
    private final LongSupplier nanos;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    Lanes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    Lane of(String destination) {
        return lanes.computeIfAbsent(destination, unused -> new Lane(nanos));
    }

    /** Has every lane looked through from its beginning. */
    void rewindAll() {
        lanes.values().forEach(lane -> lane.rewind(1));
    }
}
