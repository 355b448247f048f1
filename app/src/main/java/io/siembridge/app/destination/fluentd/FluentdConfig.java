package io.siembridge.app.destination.fluentd;

import io.siembridge.app.config.Secret;
import io.siembridge.app.tls.TlsConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A configured receiver of the forward protocol.
 *
 * @param servers tried in this order
 * @param tag first part of every tag
 * @param compression of the entries of a message
 * @param maxFrame most bytes of one message, counted before compression
 * @param maxEvent most bytes of one event as MessagePack
 * @param connectTimeout for the connection with TLS, and again for the handshake that may follow
 * @param ackTimeout for sending one message and getting its acknowledgement
 */
record FluentdConfig(
        List<Address> servers,
        TlsConfig tls,
        String tag,
        Optional<Secret> sharedKey,
        Optional<Login> login,
        Compression compression,
        int maxFrame,
        int maxEvent,
        Duration connectTimeout,
        Duration ackTimeout) {
    FluentdConfig {
        servers = List.copyOf(servers);
    }

    /** What must not show in anything kept or logged. */
    List<Secret> secrets() {
        List<Secret> secrets = new ArrayList<>();
        sharedKey.ifPresent(secrets::add);
        login.ifPresent(present -> secrets.add(present.password()));
        return secrets;
    }

    /** How the entries of a message are packed. */
    enum Compression {
        NONE,
        GZIP
    }

    /** Where a server listens, and whether it speaks TLS there. */
    record Address(boolean tls, String host, int port) {
        static final int DEFAULT_PORT = 24224;

        static Address of(URI uri) {
            String host = uri.getHost().replaceAll("^\\[|]$", "");
            return new Address(uri.getScheme().equals("tls"), host, uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort());
        }

        @Override
        public String toString() {
            return (tls ? "tls://" : "tcp://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** The user a receiver with user authentication asks for. */
    record Login(String username, Secret password) {}
}
