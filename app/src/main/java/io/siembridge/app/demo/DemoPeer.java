package io.siembridge.app.demo;

/** A receiver of one destination's protocol, as the demo sees it. */
interface DemoPeer extends AutoCloseable {
    /** Name of the destination. */
    String name();

    /** The section of the configuration that makes the bridge deliver here. */
    String configuration();

    /** Whether this event has arrived, with its class and severity, readable as the protocol's own receivers read it. */
    boolean hasArrived(ExpectedEvent event);

    @Override
    void close();
}
