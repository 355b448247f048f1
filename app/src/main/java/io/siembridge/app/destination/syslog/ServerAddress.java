package io.siembridge.app.destination.syslog;

import java.net.URI;
import java.util.Locale;

/** Where a syslog receiver listens, and how it is spoken to. */
record ServerAddress(Transport transport, String host, int port) {
    /** How messages travel. */
    enum Transport {
        TLS(6514),
        TCP(514),
        UDP(514);

        private final int usualPort;

        Transport(int usualPort) {
            this.usualPort = usualPort;
        }
    }

    /** From {@code tls://host:6514}; without a port the usual one of the transport. */
    static ServerAddress of(URI uri) {
        Transport transport = Transport.valueOf(uri.getScheme().toUpperCase(Locale.ROOT));
        String host = uri.getHost();
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new ServerAddress(
                transport,
                bracketed ? host.substring(1, host.length() - 1) : host,
                uri.getPort() < 0 ? transport.usualPort : uri.getPort());
    }

    @Override
    public String toString() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return transport.name().toLowerCase(Locale.ROOT) + "://" + shown + ":" + port;
    }
}
