package io.siembridge.app.source;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.listener.ListenAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The public listener.
 *
 * @param maxBody the most bytes of a body, also after decompression
 * @param maxInFlight the most bytes of all bodies between their first byte and their answer
 * @param headerDeadline how long a connection may wait for the whole of a request's headers
 * @param bodyDeadline how long a body may take to arrive
 * @param maxConnections the most connections at a time
 */
public record ServerConfig(
        ListenAddress listen,
        long maxBody,
        long maxInFlight,
        Duration headerDeadline,
        Duration bodyDeadline,
        int maxConnections,
        List<String> trustedProxies,
        Optional<ServerTls> tls) {
    private static final Key<ListenAddress> LISTEN =
            Key.withDefault("listen", ListenAddress.TYPE, "0.0.0.0:8080", "Address and port of the public listener.");
    private static final Key<Long> MAX_BODY = Key.withDefault(
            "max_body", ValueTypes.size(), "16MiB", "The most bytes of a webhook, also after decompression.");
    private static final Key<Optional<Long>> MAX_IN_FLIGHT = Key.optional(
            "max_in_flight",
            ValueTypes.size(),
            "The most bytes of all webhooks being received at a time; by default eight times max_body, at least 128MiB, but no"
                    + " more than a quarter of the heap or two bodies.");
    private static final Key<Duration> HEADER_DEADLINE = Key.withDefault(
            "header_deadline",
            ValueTypes.duration(),
            "30s",
            "How long a connection may be idle or take to send a request's headers.");
    private static final Key<Duration> BODY_DEADLINE = Key.withDefault(
            "body_deadline", ValueTypes.duration(), "30s", "How long a webhook's body may take to arrive.");
    private static final Key<Integer> MAX_CONNECTIONS = Key.withDefault(
            "max_connections",
            ValueTypes.integer(1, 1_000_000),
            "4096",
            "The most connections at a time; more must wait.");
    private static final Key<List<String>> TRUSTED_PROXIES = Key.orElse(
            "trusted_proxies",
            ValueTypes.list(AddressList.ENTRY),
            List.of(),
            "Addresses or ranges of proxies whose X-Forwarded-For is believed.");
    private static final Key<Path> CERTIFICATE =
            Key.required("certificate", ValueTypes.path(), "PEM file with the certificate chain of this server.");
    private static final Key<Path> PRIVATE_KEY =
            Key.required("key", ValueTypes.path(), "PEM file with its private key in PKCS#8.");
    private static final Key<Optional<ServerTls>> TLS = Key.optional(
            "tls",
            Section.of(
                    values -> new ServerTls(values.get(CERTIFICATE), values.get(PRIVATE_KEY)),
                    CERTIFICATE,
                    PRIVATE_KEY),
            "Serve HTTPS with this certificate; both files are read again when they change.");

    public static final Section<ServerConfig> SECTION = Section.of(
            ServerConfig::read,
            LISTEN,
            MAX_BODY,
            MAX_IN_FLIGHT,
            HEADER_DEADLINE,
            BODY_DEADLINE,
            MAX_CONNECTIONS,
            TRUSTED_PROXIES,
            TLS);

    private static final int LARGEST_BODY = 1 << 30;
    private static final long LEAST_IN_FLIGHT = 128L * 1024 * 1024;

    private static ServerConfig read(Section.Values values) {
        ServerConfig config = new ServerConfig(
                values.get(LISTEN),
                values.get(MAX_BODY),
                values.get(MAX_IN_FLIGHT).orElseGet(() -> inFlight(values.get(MAX_BODY))),
                values.get(HEADER_DEADLINE),
                values.get(BODY_DEADLINE),
                values.get(MAX_CONNECTIONS),
                values.get(TRUSTED_PROXIES),
                values.get(TLS));
        if (config.maxBody < 1 || config.maxBody > LARGEST_BODY) {
            values.problem(MAX_BODY, "expected a size from 1B to 1GiB");
        }
        if (config.maxInFlight < 2 * config.maxBody) {
            values.problem(
                    MAX_IN_FLIGHT, "is less than two bodies of max_body, so a large webhook could never be taken");
        }
        if (config.headerDeadline.isZero()) {
            values.problem(HEADER_DEADLINE, "expected a time longer than none");
        }
        if (config.bodyDeadline.isZero()) {
            values.problem(BODY_DEADLINE, "expected a time longer than none");
        }
        return config;
    }

    /** A body takes its size twice while it is put together, and what else the bridge does needs the other half. */
    private static long inFlight(long maxBody) {
        long ofHeap = Math.max(Runtime.getRuntime().maxMemory() / 4, 2 * maxBody);
        return Math.min(Math.max(LEAST_IN_FLIGHT, 8 * maxBody), ofHeap);
    }

    /** PEM files of the listener. */
    public record ServerTls(Path certificate, Path key) {}
}
