package io.siembridge.app.destination;

/**
 * An event as it goes over the wire.
 *
 * @param place of the event in the list that was handed over
 * @param bytes shared, not to be changed
 */
public record EncodedEvent(int place, String uid, byte[] bytes) {}
