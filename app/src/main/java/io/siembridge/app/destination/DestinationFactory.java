package io.siembridge.app.destination;

/** Makes a configured destination. Making does no I/O; first use does. */
@FunctionalInterface
public interface DestinationFactory {
    Destination create(DestinationContext context);
}
