package io.siembridge.app.tls;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to speak TLS to a peer. Without any of it: the platform's trust, the peer's name checked, TLS 1.2 or newer.
 *
 * @param ca PEM file with the certificates to trust instead of the platform's
 * @param certificate PEM file with the certificate chain to present
 * @param key PEM file with its PKCS#8 private key
 * @param serverName name the peer's certificate must carry instead of the host connected to
 * @param minimum lowest protocol version to accept
 */
public record TlsConfig(
        Optional<Path> ca,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<String> serverName,
        Protocol minimum) {
    private static final Key<Optional<Path>> CA =
            Key.optional("ca", ValueTypes.path(), "PEM file with the certificates to trust instead of the platform's.");
    private static final Key<Optional<Path>> CERTIFICATE =
            Key.optional("certificate", ValueTypes.path(), "PEM file with the certificate chain to present.");
    private static final Key<Optional<Path>> KEY =
            Key.optional("key", ValueTypes.path(), "PEM file with the certificate's private key in PKCS#8.");
    private static final Key<Optional<String>> SERVER_NAME = Key.optional(
            "server_name", ValueTypes.text(), "Name the peer's certificate must carry, if not the host's.");
    private static final Key<Protocol> MINIMUM = Key.withDefault(
            "minimum", ValueTypes.choice(Protocol.names()), "TLSv1.2", "Lowest protocol version to accept.");

    /** {@code tls: {ca: FILE, certificate: FILE, key: FILE, server_name: NAME, minimum: TLSv1.2}}. */
    public static final Section<TlsConfig> SECTION =
            Section.of(TlsConfig::read, CA, CERTIFICATE, KEY, SERVER_NAME, MINIMUM);

    /** The key under which every network destination carries these settings. */
    public static final Key<TlsConfig> TLS =
            Key.orElse("tls", SECTION, defaults(), "Trust, client certificate, expected name, lowest version.");

    public static TlsConfig defaults() {
        return new TlsConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Protocol.TLS_1_2);
    }

    private static TlsConfig read(Section.Values values) {
        TlsConfig config = new TlsConfig(
                values.get(CA), values.get(CERTIFICATE), values.get(KEY), values.get(SERVER_NAME), values.get(MINIMUM));
        if (config.certificate.isPresent() != config.key.isPresent()) {
            values.problem("certificate and key go together: give both or neither");
        }
        return config;
    }

    /** Protocol versions worth speaking. */
    public enum Protocol {
        TLS_1_2("TLSv1.2"),
        TLS_1_3("TLSv1.3");

        private final String platformName;

        Protocol(String platformName) {
            this.platformName = platformName;
        }

        static Map<String, Protocol> names() {
            Map<String, Protocol> names = new LinkedHashMap<>();
            for (Protocol protocol : values()) {
                names.put(protocol.platformName, protocol);
            }
            return names;
        }

        /** The versions from this one up, by the platform's names. */
        public String[] andNewer() {
            return this == TLS_1_3 ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"};
        }
    }
}
