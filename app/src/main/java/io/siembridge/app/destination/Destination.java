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
 * <p>{@link #send} and {@link #probe} are called by one thread at a time; outcomes may be reported from any thread.
 */
public interface Destination extends AutoCloseable {
    /**
     * Sends events in this order. Every event is reported exactly once: before this returns, or later where the protocol
     * confirms later (an acknowledgement, a replay window), and at the latest by {@link #close}. Splitting into messages
     * of the peer's size, and leaving out the one event that the peer refuses, happens in here; waiting before the next
     * try does not. Faults of network and peer become outcomes, never exceptions.
     *
     * @throws InterruptedException when the program stops; what was not reported is reported as {@link Outcome#retry}
     */
    void send(List<OcsfEvent> events, Outcomes outcomes) throws InterruptedException;

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
