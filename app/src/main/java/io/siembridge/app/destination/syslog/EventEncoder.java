package io.siembridge.app.destination.syslog;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.Optional;

/** Makes the message of an event, header included. */
@FunctionalInterface
public interface EventEncoder {
    /**
     * One message of at most so many bytes, without any line break in it; optional parts are left out to make it fit.
     * Empty when what must be in it does not fit.
     */
    Optional<byte[]> encode(OcsfEvent event, int limit);
}
