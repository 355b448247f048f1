package io.siembridge.app.destination;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Key;
import io.siembridge.app.config.Problems;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueType;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.tls.TlsConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What every destination that speaks HTTP is told about its peer.
 *
 * @param url where requests go; it comes from the configuration alone, never from an event
 * @param timeout for a whole exchange, from connecting to the end of the answer
 */
public record HttpSettings(URI url, Duration timeout, Optional<URI> proxy, TlsConfig tls) {
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([\\t -~]*[!-~])?");
    private static final long LEAST_SIZE = 1024;

    private static final Key<URI> URL =
            Key.required("url", new FixedAddress("https", "http"), "Address to send to, http or https.");
    private static final Key<Duration> TIMEOUT = Key.withDefault(
            "timeout",
            ValueTypes.duration(),
            "60s",
            "How long a request may take, from connecting to the end of the answer.");
    private static final Key<Optional<URI>> PROXY = Key.optional(
            "proxy",
            new FixedAddress("http"),
            "HTTP proxy to go through, such as http://proxy:3128; it must not ask for a password.");

    private static final Key<Long> BATCH_BYTES = Key.withDefault(
            "batch_bytes", ValueTypes.size(), "1MiB", "Most bytes of events in a request, before compression.");
    private static final Key<Long> MAX_EVENT = Key.withDefault(
            "max_event",
            ValueTypes.size(),
            "1MiB",
            "Largest event; a larger one is sent without its original text, or becomes a dead letter.");

    public static final List<Key<?>> KEYS = List.of(URL, TIMEOUT, PROXY, TlsConfig.TLS, BATCH_BYTES, MAX_EVENT);

    public static HttpSettings read(Section.Values values) {
        Duration timeout = values.get(TIMEOUT);
        if (timeout.isZero()) {
            values.problem(TIMEOUT, "expected a time longer than none");
        }
        return new HttpSettings(values.get(URL), timeout, values.get(PROXY), values.get(TlsConfig.TLS));
    }

    /** The most bytes of events in a request. */
    public static long batchBytes(Section.Values values) {
        return size(values, BATCH_BYTES);
    }

    /** The bytes of the largest event. */
    public static long maxEvent(Section.Values values) {
        return size(values, MAX_EVENT);
    }

    /** A size; a problem is noted with one that no event would fit. */
    private static long size(Section.Values values, Key<Long> key) {
        long size = values.get(key);
        if (size < LEAST_SIZE) {
            values.problem(key, "expected at least 1KiB");
        }
        return size;
    }

    /** Whether a text can be the name of a header that is ours to set. */
    public static boolean isHeaderName(String name) {
        return HEADER_NAME.matcher(name).matches();
    }

    /** Whether a text can stand in a header: a line break at the end of a secret file, for one, cannot. */
    public static boolean isHeaderValue(String value) {
        return HEADER_VALUE.matcher(value).matches();
    }

    /** Scheme, host and port: what may be shown of the address, for paths and queries can hold keys. */
    public String origin() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    @Override
    public String toString() {
        return origin();
    }

    /** An address that is the same for every event: something that looks like a template in it is a fault. */
    private static final class FixedAddress implements ValueType<URI> {
        private static final Pattern TEMPLATE = Pattern.compile("[{}<>]|%7[bBdD]|\\$\\(");
        private static final int HIGHEST_PORT = 65_535;

        private final ValueType<URI> uri;

        FixedAddress(String... schemes) {
            uri = ValueTypes.uri(schemes);
        }

        @Override
        public URI read(ConfigNode node, Problems problems) {
            if (TEMPLATE.matcher(node.text()).find()) {
                problems.add(node, "expected one address for all events; there are no templates in addresses");
                return placeholder();
            }
            URI read = uri.read(node, problems);
            if (read.getRawFragment() != null) {
                problems.add(node, "expected an address without a fragment (#)");
            }
            if (read.getPort() == 0 || read.getPort() > HIGHEST_PORT) {
                problems.add(node, "expected a port from 1 to " + HIGHEST_PORT);
            }
            return read;
        }

        @Override
        public URI placeholder() {
            return uri.placeholder();
        }

        @Override
        public ObjectNode schema() {
            return uri.schema();
        }
    }
}
