package io.siembridge.app.destination.syslog;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueType;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.destination.CommonKeys;
import io.siembridge.app.destination.syslog.ServerAddress.Transport;
import io.siembridge.app.tls.TlsConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys that every destination over syslog has, with the defaults of its SIEM. */
public final class SyslogKeys {
    private static final ValueType<URI> ADDRESS_TYPE = ValueTypes.uri("tls", "tcp", "udp");
    private static final int SMALLEST_EVENT = 512;
    private static final int LARGEST_EVENT = 1024 * 1024;
    private static final int LARGEST_DATAGRAM = 65_507;
    private static final Duration SHORTEST_TIME = Duration.ofMillis(100);
    private static final Pattern LOG_SOURCE = Pattern.compile("([A-Za-z0-9._-]|\\{(host|source|vendor)})+");

    private static final Key<URI> ADDRESS = Key.required(
            "address", ADDRESS_TYPE, "Where the receiver listens: tls://host:6514, tcp://host:514 or udp://host:514.");
    private static final Key<List<URI>> FALLBACK = Key.orElse(
            "fallback",
            ValueTypes.list(ADDRESS_TYPE),
            List.of(),
            "Addresses to try, in this order, when the first cannot be reached.");
    private static final Key<HeaderFormat> HEADER = Key.withDefault(
            "header", ValueTypes.choice(HeaderFormat.class), "rfc5424", "What stands before the payload.");
    private static final Key<Facility> FACILITY =
            Key.withDefault("facility", ValueTypes.choice(Facility.class), "local0", "The syslog facility.");
    private static final Key<Framing> FRAMING = Key.withDefault(
            "framing",
            ValueTypes.choice(Framing.class),
            "newline",
            "How messages are told apart on tcp and tls; octet-counted only if the receiver expects it.");
    private static final Key<Duration> CONFIRM_AFTER = Key.withDefault(
            "confirm_after",
            ValueTypes.duration(),
            "5s",
            "A written event counts as delivered when it is this old and its connection still lives; else it is sent again.");
    private static final Key<Integer> MAX_UNCONFIRMED = Key.withDefault(
            "max_unconfirmed",
            ValueTypes.integer(1, 10_000_000),
            "100000",
            "How many events may be written and not yet that old; then sending waits.");
    private static final Key<Duration> CONNECT_TIMEOUT = Key.withDefault(
            "connect_timeout",
            ValueTypes.duration(),
            "10s",
            "How long resolving, connecting and the TLS handshake may take together.");
    private static final Key<Duration> WRITE_TIMEOUT = Key.withDefault(
            "write_timeout",
            ValueTypes.duration(),
            "30s",
            "How long a write may hang before the connection is given up.");

    private final Key<String> logSource;
    private final Key<Optional<Long>> maxEvent;
    private final int maxEventOnStream;
    private final int maxEventOnUdp;

    /**
     * Keys with these defaults.
     *
     * @param logSource template of the header's host
     * @param maxEventOnStream bytes of a message on tcp and tls
     * @param maxEventOnUdp bytes of a datagram
     */
    public SyslogKeys(String logSource, int maxEventOnStream, int maxEventOnUdp) {
        this.logSource = Key.withDefault(
                "log_source",
                ValueTypes.text(),
                logSource,
                "Host in the header, by which the SIEM tells log sources apart; {host}, {source} and {vendor} are filled in.");
        this.maxEvent = Key.optional(
                "max_event",
                ValueTypes.size(),
                "Most bytes of a message, header included; by default " + maxEventOnStream + ", on udp " + maxEventOnUdp
                        + ".");
        this.maxEventOnStream = maxEventOnStream;
        this.maxEventOnUdp = maxEventOnUdp;
    }

    /** All keys of such a destination, those of every destination included. */
    public List<Key<?>> all() {
        return Section.join(
                CommonKeys.ALL,
                ADDRESS,
                FALLBACK,
                HEADER,
                logSource,
                FACILITY,
                FRAMING,
                CONFIRM_AFTER,
                MAX_UNCONFIRMED,
                CONNECT_TIMEOUT,
                WRITE_TIMEOUT,
                maxEvent,
                TlsConfig.TLS);
    }

    /** The configuration, with the faults that only show when several values are seen together. */
    public SyslogConfig read(Section.Values values) {
        CommonKeys.ALL.forEach(values::get);
        List<ServerAddress> servers = Stream.concat(Stream.of(values.get(ADDRESS)), values.get(FALLBACK).stream())
                .map(ServerAddress::of)
                .toList();
        Transport transport = servers.get(0).transport();
        check(values, servers);
        return new SyslogConfig(
                servers,
                values.get(HEADER),
                values.get(FACILITY),
                logSource(values),
                values.get(FRAMING),
                time(values, CONFIRM_AFTER),
                values.get(MAX_UNCONFIRMED),
                time(values, CONNECT_TIMEOUT),
                time(values, WRITE_TIMEOUT),
                maxEvent(values, transport),
                values.get(TlsConfig.TLS));
    }

    private static void check(Section.Values values, List<ServerAddress> servers) {
        Transport transport = servers.get(0).transport();
        if (servers.stream().anyMatch(server -> server.transport() != transport)) {
            values.problem(FALLBACK, "every fallback must begin with the same scheme as the address");
        }
        if (transport != Transport.TLS && values.has(TlsConfig.TLS)) {
            values.problem(TlsConfig.TLS, "has no effect without an address that begins with tls://");
        }
        for (Key<?> key : List.of(FALLBACK, FRAMING, CONFIRM_AFTER, MAX_UNCONFIRMED, WRITE_TIMEOUT)) {
            if (transport == Transport.UDP && values.has(key)) {
                values.problem(key, "has no effect on udp, which has neither connections nor answers");
            }
        }
    }

    private String logSource(Section.Values values) {
        String template = values.get(logSource);
        if (values.has(logSource) && !LOG_SOURCE.matcher(template).matches()) {
            values.problem(
                    logSource, "expected letters, digits, dots, dashes and the words {host}, {source} and {vendor}");
        }
        return template;
    }

    /** Shorter times would take every busy moment of the network for a fault. */
    private static Duration time(Section.Values values, Key<Duration> key) {
        Duration time = values.get(key);
        if (values.has(key) && time.compareTo(SHORTEST_TIME) < 0) {
            values.problem(key, "must be at least " + SHORTEST_TIME.toMillis() + "ms");
        }
        return time;
    }

    private int maxEvent(Section.Values values, Transport transport) {
        int largest = transport == Transport.UDP ? LARGEST_DATAGRAM : LARGEST_EVENT;
        Optional<Long> bytes = values.get(maxEvent);
        if (bytes.filter(size -> size < SMALLEST_EVENT || size > largest).isPresent()) {
            values.problem(maxEvent, "must be " + SMALLEST_EVENT + " to " + largest + " bytes");
        }
        int usual = transport == Transport.UDP ? maxEventOnUdp : maxEventOnStream;
        return bytes.map(size -> (int) Math.min(size, largest)).orElse(usual);
    }
}
