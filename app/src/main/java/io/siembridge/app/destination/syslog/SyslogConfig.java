package io.siembridge.app.destination.syslog;

import io.siembridge.app.tls.TlsConfig;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a destination over syslog is reached and what its messages look like.
 *
 * @param servers tried in this order at each connection; all of one transport, and never none
 * @param logSource template of the header's host
 * @param confirmAfter age at which a written event counts as delivered if its connection still lives
 * @param maxUnconfirmed events that may be written and younger than that
 * @param maxEvent bytes of a message on the wire, header and framing included
 */
public record SyslogConfig(
        List<ServerAddress> servers,
        HeaderFormat header,
        Facility facility,
        String logSource,
        Framing framing,
        Duration confirmAfter,
        int maxUnconfirmed,
        Duration connectTimeout,
        Duration writeTimeout,
        int maxEvent,
        TlsConfig tls) {
    public SyslogConfig {
        servers = List.copyOf(servers);
    }

    ServerAddress.Transport transport() {
        return servers.get(0).transport();
    }

    /** The bytes of a message that are not its own. A datagram needs none. */
    int framingOverhead() {
        return transport() == ServerAddress.Transport.UDP ? 0 : framing.overhead(maxEvent);
    }

    @Override
    public String toString() {
        return servers.stream().map(ServerAddress::toString).collect(Collectors.joining(" or "));
    }
}
