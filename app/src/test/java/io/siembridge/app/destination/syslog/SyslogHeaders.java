package io.siembridge.app.destination.syslog;

import java.time.Instant;
import java.time.InstantSource;

/** Headers for tests of encoders. */
public final class SyslogHeaders {
    public static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

    private SyslogHeaders() {}

    public static SyslogHeader rfc5424(String logSource) {
        return new SyslogHeader(
                HeaderFormat.RFC5424, Facility.LOCAL0, logSource, "bridge.example.net", InstantSource.fixed(NOW));
    }
}
