package io.siembridge.app.destination;

/** Events made ready for one destination. To be sent once. */
@FunctionalInterface
public interface Shipment {
    /**
     * Sends the events in their order. Every event is reported exactly once: before this returns, or later where the
     * protocol confirms later (an acknowledgement, a replay window), and at the latest by {@link Destination#close}.
     * Splitting into messages of the peer's size, and leaving out the one event that the peer refuses, happens in here;
     * waiting before the next try does not. Faults of network and peer become outcomes, never exceptions.
     *
     * @throws InterruptedException when the program stops; what was not reported is reported as {@link Outcome#retry}
     */
    void send(Outcomes outcomes) throws InterruptedException;
}
