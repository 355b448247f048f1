package io.siembridge.app.destination.syslog;

import io.siembridge.app.destination.Destination.Probe;
import io.siembridge.app.destination.Outcomes;
import java.util.List;

/** A way to a receiver. {@link #send} and {@link #probe} are called by one thread at a time, {@link #close} by any. */
interface Link {
    /** Sends in this order; every message is reported once, now, later, or by {@link #close}. */
    void send(List<Message> messages, Outcomes outcomes) throws InterruptedException;

    Probe probe() throws InterruptedException;

    void close();
}
