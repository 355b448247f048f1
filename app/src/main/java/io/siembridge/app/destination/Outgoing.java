package io.siembridge.app.destination;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events in the form in which they go out. The first megabytes are encoded when this is made, so that only bytes are kept
 * of them while they wait for the peer. The rest is encoded when its turn comes: one webhook can become tens of thousands
 * of events, and all of them in the form of every destination would be too much to hold.
 */
public final class Outgoing {
    private static final long AHEAD_BYTES = 4L * 1024 * 1024;

    private final Encoder encoder;
    private final List<String> uids;
    private final List<Optional<byte[]>> ahead;
    private final List<OcsfEvent> rest;

    private Outgoing(Encoder encoder, List<String> uids, List<Optional<byte[]>> ahead, List<OcsfEvent> rest) {
        this.encoder = encoder;
        this.uids = uids;
        this.ahead = ahead;
        this.rest = rest;
    }

    /** Makes the bytes of an event. */
    @FunctionalInterface
    public interface Encoder {
        /** Empty if the event is too large. Touches no network; called by any thread. */
        Optional<byte[]> encode(OcsfEvent event);
    }

    public static Outgoing of(List<OcsfEvent> events, Encoder encoder) {
        List<String> uids = new ArrayList<>(events.size());
        events.forEach(event -> uids.add(event.uid()));
        List<Optional<byte[]>> ahead = new ArrayList<>(events.size());
        long bytes = 0;
        while (ahead.size() < events.size() && bytes < AHEAD_BYTES) {
            Optional<byte[]> encoded = encoder.encode(events.get(ahead.size()));
            bytes += encoded.map(made -> made.length).orElse(0);
            ahead.add(encoded);
        }
        return new Outgoing(encoder, uids, ahead, List.copyOf(events.subList(ahead.size(), events.size())));
    }

    public int size() {
        return uids.size();
    }

    public String uid(int place) {
        return uids.get(place);
    }

    /** What goes out of the event at this place; empty if it is too large. Not to be changed, and to be asked for once. */
    public Optional<byte[]> bytes(int place) {
        return place < ahead.size() ? ahead.get(place) : encoder.encode(rest.get(place - ahead.size()));
    }
}
