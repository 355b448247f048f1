package io.siembridge.app.destination.syslog;

/**
 * The message of one event.
 *
 * @param index place of the event in the list that is being sent
 * @param bytes without framing
 */
record Message(int index, byte[] bytes) {}
