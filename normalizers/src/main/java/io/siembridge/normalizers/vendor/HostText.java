package io.siembridge.normalizers.vendor;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.IpText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host of a site as a client wrote it into its {@code Host} header: a name or an address, perhaps with a port.
 *
 * @param host without port and brackets
 * @param port empty where none was written
 */
public record HostText(String host, Optional<Integer> port) {
    private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[[0-9a-fA-F:.]+]):([0-9]{1,5})");
    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9a-fA-F:.]+)]");
    private static final String NEVER_IN_A_HOST = " \u007f/\\?#@\"<>[]";
    private static final int LONGEST = 255;

    /** Reads a host; empty for text that can be none, such as markup sent by an attacker. */
    public static Optional<HostText> of(String text) {
        if (text.indexOf(':') >= 0) {
            Matcher withPort = WITH_PORT.matcher(text);
            if (withPort.matches()) {
                int port = Integer.parseInt(withPort.group(2));
                return named(withPort.group(1)).map(host -> new HostText(host, portOf(port)));
            }
        }
        return named(text).map(host -> new HostText(host, Optional.empty()));
    }

    public boolean isAddress() {
        return IpText.isAddress(host);
    }

    /**
     * Says in an endpoint or a resource which host it is, a name by its {@code hostname} and an address by its
     * {@code ip}, unless another address stands there already.
     *
     * @param field where the host was sent: taken if it holds nothing else
     * @return whether the host stands there now
     */
    public boolean addTo(Attributes place, Payload field) {
        String attribute = isAddress() ? "ip" : "hostname";
        if (place.has(attribute)) {
            return false;
        }
        place.text(attribute, host);
        if (field.text().equals(Optional.of(host))) {
            field.markTaken();
        }
        return true;
    }

    /** Says it of an endpoint, which has a port as well. */
    public void addToEndpoint(Attributes endpoint, Payload field) {
        if (addTo(endpoint, field)) {
            port.ifPresent(number -> endpoint.integer("port", number));
        }
    }

    private static Optional<String> named(String text) {
        String host = text;
        if (text.startsWith("[")) {
            Matcher bracketed = BRACKETED.matcher(text);
            host = bracketed.matches() ? bracketed.group(1) : text;
        }
        return canBeHost(host) ? Optional.of(host) : Optional.empty();
    }

    private static boolean canBeHost(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || NEVER_IN_A_HOST.indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST;
    }

    private static Optional<Integer> portOf(int port) {
        return Optional.of(port).filter(number -> number >= 1 && number <= 65535);
    }
}
