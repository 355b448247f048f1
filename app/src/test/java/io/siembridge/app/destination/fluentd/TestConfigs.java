package io.siembridge.app.destination.fluentd;

import io.siembridge.app.config.Secret;
import io.siembridge.app.destination.fluentd.FluentdConfig.Address;
import io.siembridge.app.destination.fluentd.FluentdConfig.Compression;
import io.siembridge.app.destination.fluentd.FluentdConfig.Login;
import io.siembridge.app.tls.TlsConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Configurations with short timeouts for peers on the loopback interface. */
final class TestConfigs {
    static final Duration ACK_TIMEOUT = Duration.ofMillis(400);
    static final Duration CONNECT_TIMEOUT = Duration.ofMillis(800);

    private static final FluentdConfig DEFAULTS = new FluentdConfig(
            List.of(),
            TlsConfig.defaults(),
            "siem",
            Optional.empty(),
            Optional.empty(),
            Compression.NONE,
            1024 * 1024,
            1024 * 1024,
            CONNECT_TIMEOUT,
            ACK_TIMEOUT);

    private TestConfigs() {}

    /** For receivers that let everybody in. */
    static FluentdConfig open(int... ports) {
        return withServers(DEFAULTS, false, ports);
    }

    static FluentdConfig withKey(String sharedKey, int... ports) {
        return guarded(open(ports), sharedKey, Optional.empty());
    }

    static FluentdConfig withKeyAndUser(String sharedKey, String username, String password, int port) {
        return guarded(open(port), sharedKey, Optional.of(new Login(username, new Secret(password))));
    }

    static FluentdConfig encrypted(TlsConfig tls, int port) {
        FluentdConfig config = withServers(DEFAULTS, true, port);
        return new FluentdConfig(
                config.servers(),
                tls,
                config.tag(),
                config.sharedKey(),
                config.login(),
                config.compression(),
                config.maxFrame(),
                config.maxEvent(),
                config.connectTimeout(),
                config.ackTimeout());
    }

    static FluentdConfig limited(FluentdConfig config, Compression compression, int maxFrame, int maxEvent) {
        return new FluentdConfig(
                config.servers(),
                config.tls(),
                config.tag(),
                config.sharedKey(),
                config.login(),
                compression,
                maxFrame,
                maxEvent,
                config.connectTimeout(),
                config.ackTimeout());
    }

    /** With timeouts that no test waits for. */
    static FluentdConfig patient(FluentdConfig config) {
        return new FluentdConfig(
                config.servers(),
                config.tls(),
                config.tag(),
                config.sharedKey(),
                config.login(),
                config.compression(),
                config.maxFrame(),
                config.maxEvent(),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5));
    }

    static FluentdConfig guarded(FluentdConfig config, String sharedKey, Optional<Login> login) {
        return new FluentdConfig(
                config.servers(),
                config.tls(),
                config.tag(),
                Optional.of(new Secret(sharedKey)),
                login,
                config.compression(),
                config.maxFrame(),
                config.maxEvent(),
                config.connectTimeout(),
                config.ackTimeout());
    }

    private static FluentdConfig withServers(FluentdConfig config, boolean tls, int... ports) {
        return new FluentdConfig(
                Arrays.stream(ports)
                        .mapToObj(port -> new Address(tls, "localhost", port))
                        .toList(),
                config.tls(),
                config.tag(),
                config.sharedKey(),
                config.login(),
                config.compression(),
                config.maxFrame(),
                config.maxEvent(),
                config.connectTimeout(),
                config.ackTimeout());
    }
}
