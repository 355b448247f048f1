package io.siembridge.app.destination.syslog;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.tls.TlsConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/** A destination whose messages hold an event's uid and its text and nothing else, for tests of the transport. */
final class UidOnly {
    static final Pattern UID = Pattern.compile("^<13>uid=([0-9a-f]+)");

    /** An event of this message has none here: it counts as too large. */
    static final String TOO_LARGE = "too large";

    private final List<ServerAddress> servers = new ArrayList<>();
    private Framing framing = Framing.NEWLINE;
    private Duration confirmAfter = Duration.ofMillis(300);
    private int maxUnconfirmed = 10_000;
    private Duration connectTimeout = Duration.ofSeconds(1);
    private Duration writeTimeout = Duration.ofSeconds(1);
    private TlsConfig tls = TlsConfig.defaults();

    static UidOnly to(String... addresses) {
        UidOnly settings = new UidOnly();
        for (String address : addresses) {
            settings.servers.add(ServerAddress.of(URI.create(address)));
        }
        return settings;
    }

    UidOnly framing(Framing value) {
        framing = value;
        return this;
    }

    UidOnly confirmAfter(Duration value) {
        confirmAfter = value;
        return this;
    }

    UidOnly maxUnconfirmed(int value) {
        maxUnconfirmed = value;
        return this;
    }

    UidOnly writeTimeout(Duration value) {
        writeTimeout = value;
        return this;
    }

    UidOnly connectTimeout(Duration value) {
        connectTimeout = value;
        return this;
    }

    UidOnly tls(TlsConfig value) {
        tls = value;
        return this;
    }

    Destination destination(String name) {
        SyslogConfig config = new SyslogConfig(
                servers,
                HeaderFormat.NONE,
                Facility.USER,
                "{host}",
                framing,
                confirmAfter,
                maxUnconfirmed,
                connectTimeout,
                writeTimeout,
                64 * 1024,
                tls);
        EventEncoder encoder = (event, limit) -> event.text("message")
                .filter(text -> !text.equals(TOO_LARGE))
                .map(text -> ("<13>uid=" + event.uid() + " " + text).getBytes(StandardCharsets.UTF_8));
        DestinationContext context =
                new DestinationContext(name, "bridge.example.net", "0.0.0-test", InstantSource.system(), new Random(7));
        return SyslogDestination.create(config, encoder, context);
    }

    Destination destination() {
        return destination("siem");
    }

    static SyslogPeer peer() throws Exception {
        return new SyslogPeer(Optional.empty(), UID);
    }
}
