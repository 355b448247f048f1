package io.siembridge.app.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/** Addresses and ranges, as an allow list or as the proxies we trust. */
final class AddressList {
    /** Only literals: a name would be looked up, and whoever answers would decide who may come in. */
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+(/[0-9]{1,3})?");

    private final InetAddressSet addresses = new InetAddressSet();
    private final boolean empty;

    AddressList(List<String> entries) {
        entries.forEach(addresses::add);
        empty = entries.isEmpty();
    }

    boolean isEmpty() {
        return empty;
    }

    /** Whether a numeric address is in the list. IPv4 addresses in their IPv6 form are compared as IPv4. */
    boolean contains(String address) {
        try {
            return LITERAL.matcher(address).matches() && addresses.test(InetAddress.getByName(address));
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** What is wrong with a configured list, if anything. */
    static Optional<String> problemWith(List<String> entries) {
        for (String entry : entries) {
            if (!LITERAL.matcher(entry).matches() || !isUsable(entry)) {
                return Optional.of("'" + entry + "' is neither an address nor a range such as 192.0.2.0/24");
            }
        }
        return Optional.empty();
    }

    private static boolean isUsable(String entry) {
        try {
            new InetAddressSet().add(entry);
            return true;
        } catch (IllegalArgumentException unusable) {
            return false;
        }
    }
}
