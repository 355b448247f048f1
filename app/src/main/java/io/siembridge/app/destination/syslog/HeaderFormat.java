package io.siembridge.app.destination.syslog;

/** What stands before the payload of a message. */
enum HeaderFormat {
    /** The whole header of RFC 5424: year, zone and milliseconds survive relays. */
    RFC5424,
    /** {@code <PRI>Mmm dd hh:mm:ss HOST }, which knows neither year nor zone; times are UTC. */
    RFC3164,
    /** {@code <PRI>1 TIMESTAMP HOST }, after which QRadar reads LEEF at once. */
    SHORT,
    /** Nothing. */
    NONE
}
