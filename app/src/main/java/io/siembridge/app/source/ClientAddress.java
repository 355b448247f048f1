package io.siembridge.app.source;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who really sent a request. {@code X-Forwarded-For} is believed only as far as it was written by proxies we trust: from
 * right to left, the first address that is not one of them.
 */
final class ClientAddress {
    /** What a proxy we trust calls a client it cannot or will not name. No allow list holds it. */
    static final String UNKNOWN = "unknown";

    /** Some proxies add the port the client came from. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\[\\]]+)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");

    private final AddressList trustedProxies;

    ClientAddress(AddressList trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /** The address of a connection as lists are written: no brackets, no zone, and IPv4 as IPv4. */
    static String numeric(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress internet) || internet.getAddress() == null) {
            return UNKNOWN;
        }
        try {
            return InetAddress.getByAddress(internet.getAddress().getAddress()).getHostAddress();
        } catch (UnknownHostException neitherFourBytesNorSixteen) {
            return UNKNOWN;
        }
    }

    String of(String peer, List<String> forwardedFor) {
        if (trustedProxies.isEmpty() || !trustedProxies.contains(peer)) {
            return peer;
        }
        List<String> hops = new ArrayList<>();
        for (String hop : String.join(",", forwardedFor).split(",", -1)) {
            if (!hop.isBlank()) {
                hops.add(0, address(hop.strip()));
            }
        }
        String client = peer;
        for (String hop : hops) {
            client = hop;
            if (!trustedProxies.contains(hop)) {
                break;
            }
        }
        return client;
    }

    /** The address alone, or {@link #UNKNOWN}: what the header says is logged, and must not be a text of anybody's choice. */
    private static String address(String hop) {
        Matcher withPort = WITH_PORT.matcher(hop);
        String address = !withPort.matches() ? hop : withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
        return AddressList.isLiteral(address) ? address : UNKNOWN;
    }
}
