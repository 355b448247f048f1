package io.siembridge.app.source;

import io.siembridge.app.config.ValueType;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.normalizers.ocsf.IpText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/** Addresses and ranges, as an allow list or as the proxies we trust. */
final class AddressList {
    private static final Pattern RANGE = Pattern.compile("([^/]+)(?:/[0-9]{1,3})?");

    /** An entry as it is configured. */
    static final ValueType<String> ENTRY =
            ValueTypes.text("an address or a range such as 192.0.2.0/24", AddressList::isEntry);

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
            return isLiteral(address) && addresses.test(InetAddress.getByName(address));
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** Whether a text is a numeric address. A name would be looked up, and whoever answers would decide who may come in. */
    static boolean isLiteral(String text) {
        return IpText.isAddress(text);
    }

    private static boolean isEntry(String text) {
        Matcher range = RANGE.matcher(text);
        return range.matches() && isLiteral(range.group(1)) && isUsable(text);
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
