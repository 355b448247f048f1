package io.siembridge.app.destination;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where events go. A destination speaks one protocol to one peer and says of every event what came of it. It holds no
 * queue of its own beyond what its protocol has in flight: whatever it has not reported as accepted is still in the
 * spool and will be handed over again.
 *
 * <p>{@link Shipment#send} and {@link #probe} are called by one thread at a time, {@link #ready} by another meanwhile;
 * outcomes may be reported from any thread.
 */
public interface Destination extends AutoCloseable {
    /**
     * Does all that sending these events takes but for the peer: it encodes them, and touches no network. So the next
     * batch can be made ready while one is on its way.
     */
    Shipment ready(List<OcsfEvent> events);

    /** Makes ready and sends at once. */
    default void send(List<OcsfEvent> events, Outcomes outcomes) throws InterruptedException {
        ready(events).send(outcomes);
    }

    /**
     * An event as it would be sent now, for somebody who looks; of a protocol that is no text, the JSON in it. Empty if it is too large
     * to be sent. Touches no network, changes nothing, and may be called by any thread.
     */
    default Optional<String> encoded(OcsfEvent event) {
        return Optional.of(event.json().toString());
    }

    /** Whether it would accept an event now, found out without sending one. Connects if need be. */
    Probe probe() throws InterruptedException;

    /** Settles or gives up what is in flight within a few seconds, then frees everything. */
    @Override
    void close();

    /**
     * The answer to a probe.
     *
     * @param reason one sentence: what was tried and what came back, or what to do about it
     * @param usedBy the process that has it to itself, if that is why it does not accept and can be told
     */
    record Probe(boolean accepts, String reason, OptionalLong usedBy) {
        public Probe(boolean accepts, String reason) {
            this(accepts, reason, OptionalLong.empty());
        }
    }
}
