package io.siembridge.app.destination.fluentd;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Secret;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.destination.CommonKeys;
import io.siembridge.app.destination.DestinationFactory;
import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.fluentd.FluentdConfig.Address;
import io.siembridge.app.destination.fluentd.FluentdConfig.Compression;
import io.siembridge.app.destination.fluentd.FluentdConfig.Login;
import io.siembridge.app.tls.TlsConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code type: fluentd}: Fluentd, Fluent Bit and whatever else takes the forward protocol. */
public final class FluentdType implements DestinationType {
    private static final Key<List<URI>> ADDRESS = Key.required(
            "address",
            ValueTypes.list(ValueTypes.uri("tls", "tcp")),
            "Where the receiver listens, such as tls://fluentd:24224; of several, the first that works is used.");
    private static final Key<String> TAG = Key.withDefault(
            "tag", ValueTypes.text(), "siem", "First part of the tag; vendor and kind follow: siem.snyk.issue.");
    private static final Key<Optional<Secret>> SHARED_KEY = Key.optional(
            "shared_key", ValueTypes.secret(), "Key shared with the receiver; both sides prove that they know it.");
    private static final Key<Optional<String>> USERNAME =
            Key.optional("username", ValueTypes.text(), "User, if the receiver authenticates users.");
    private static final Key<Optional<Secret>> PASSWORD =
            Key.optional("password", ValueTypes.secret(), "Password of the user.");
    private static final Key<Compression> COMPRESSION = Key.withDefault(
            "compression", ValueTypes.choice(Compression.class), "none", "none, or gzip for the events of a message.");
    private static final Key<Long> MAX_FRAME = Key.withDefault(
            "max_frame",
            ValueTypes.size(),
            "1MiB",
            "Largest message before compression; keep it within the receiver's own limit.");
    private static final Key<Long> MAX_EVENT = Key.withDefault(
            "max_event", ValueTypes.size(), "1MiB", "A larger event, as MessagePack, becomes a dead letter.");
    private static final Key<Duration> CONNECT_TIMEOUT = Key.withDefault(
            "connect_timeout", ValueTypes.duration(), "10s", "How long connecting may take, and then the handshake.");
    private static final Key<Duration> ACK_TIMEOUT = Key.withDefault(
            "ack_timeout", ValueTypes.duration(), "60s", "How long to wait for the acknowledgement of a message.");

    private static final long SMALLEST = 4 * 1024L;

    private static final long LARGEST = 64 * 1024 * 1024L;

    /** Fluent Bit reads the PING into 1,024 bytes; two digests, a salt and our host name leave this for the user. */
    private static final int LONGEST_USERNAME = 255;

    @Override
    public String id() {
        return "fluentd";
    }

    @Override
    public Section<DestinationFactory> section() {
        return Section.of(
                values -> {
                    FluentdConfig config = read(values);
                    return context -> new FluentdDestination(config, context);
                },
                Section.join(
                        CommonKeys.ALL,
                        ADDRESS,
                        TAG,
                        SHARED_KEY,
                        USERNAME,
                        PASSWORD,
                        COMPRESSION,
                        MAX_FRAME,
                        MAX_EVENT,
                        CONNECT_TIMEOUT,
                        ACK_TIMEOUT,
                        TlsConfig.TLS));
    }

    private static FluentdConfig read(Section.Values values) {
        CommonKeys.ALL.forEach(values::get);
        return new FluentdConfig(
                addresses(values),
                values.get(TlsConfig.TLS),
                tag(values),
                values.get(SHARED_KEY),
                login(values),
                values.get(COMPRESSION),
                size(values, MAX_FRAME),
                size(values, MAX_EVENT),
                positive(values, CONNECT_TIMEOUT),
                positive(values, ACK_TIMEOUT));
    }

    private static List<Address> addresses(Section.Values values) {
        List<URI> uris = values.get(ADDRESS);
        if (uris.isEmpty() && values.has(ADDRESS)) {
            values.problem(ADDRESS, "expected at least one address such as tls://fluentd:24224");
        }
        for (URI uri : uris) {
            boolean moreThanAPlace = !uri.getRawPath().isEmpty() || uri.getRawQuery() != null;
            if (moreThanAPlace || uri.getPort() == 0 || uri.getPort() > 65_535) {
                values.problem(ADDRESS, "expected scheme, host and port only, such as tls://fluentd:24224");
            }
        }
        List<Address> addresses = uris.stream().map(Address::of).toList();
        long encrypted = addresses.stream().filter(Address::tls).count();
        if (encrypted > 0 && encrypted < addresses.size()) {
            values.problem(ADDRESS, "mixes tls:// and tcp://: a failure of one server must not switch off encryption");
        }
        if (encrypted == 0 && !addresses.isEmpty() && values.has(TlsConfig.TLS)) {
            values.problem(TlsConfig.TLS, "has no effect with tcp://; write the address as tls://HOST:PORT");
        }
        return addresses;
    }

    private static String tag(Section.Values values) {
        String tag = values.get(TAG);
        if (!Tags.isPrefix(tag)) {
            values.problem(
                    TAG, "expected at most 32 letters, digits, _ and -, in parts joined by single dots, such as siem");
        }
        return tag;
    }

    private static Optional<Login> login(Section.Values values) {
        Optional<String> username = values.get(USERNAME);
        Optional<Secret> password = values.get(PASSWORD);
        if (username.isPresent() != password.isPresent()) {
            values.problem("username and password go together: give both or neither");
        } else if (username.isPresent() && !values.has(SHARED_KEY)) {
            values.problem(USERNAME, "is only asked for together with a shared key: give shared_key too");
        }
        if (username.orElse("").getBytes(StandardCharsets.UTF_8).length > LONGEST_USERNAME) {
            values.problem(USERNAME, "is longer than " + LONGEST_USERNAME + " bytes");
        }
        return username.flatMap(name -> password.map(secret -> new Login(name, secret)));
    }

    private static int size(Section.Values values, Key<Long> key) {
        long size = values.get(key);
        if (size < SMALLEST || size > LARGEST) {
            values.problem(key, "expected a size from 4KiB to 64MiB");
        }
        return (int) Math.min(LARGEST, size);
    }

    private static Duration positive(Section.Values values, Key<Duration> key) {
        Duration duration = values.get(key);
        if (duration.isZero()) {
            values.problem(key, "expected more than nothing, such as 10s");
        }
        return duration;
    }
}
