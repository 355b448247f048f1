package io.siembridge.normalizers.ocsf;

/**
 * Recognises IP addresses by their text alone. {@code InetAddress} would do, but it may look names up, and this module
 * never touches the network. IPv6 follows RFC 4291 section 2.2, without a zone.
 */
public final class IpText {
    private static final int MAX_LENGTH = 40;

    private IpText() {}

    /** Whether the text is one IPv4 or IPv6 address, without port, brackets or prefix length. */
    public static boolean isAddress(String text) {
        return text.length() <= MAX_LENGTH && (isIpv4(text) || isIpv6(text));
    }

    /** Whether the text is an IPv4 address in dotted decimal. */
    public static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text is an IPv6 address, compressed or with a dotted IPv4 tail included. */
    public static boolean isIpv6(String text) {
        if (!text.contains(":") || text.contains(":::")) {
            return false;
        }
        int compression = text.indexOf("::");
        if (compression != text.lastIndexOf("::")) {
            return false;
        }
        if (compression < 0) {
            return groups(text, true) == 8;
        }
        int before = groups(text.substring(0, compression), false);
        int after = groups(text.substring(compression + 2), true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    /** The number of 16-bit groups the text stands for, -1 if it is malformed. */
    private static int groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                count++;
            } else if (mayEndInIpv4 && i == parts.length - 1 && isIpv4(parts[i])) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }
}
