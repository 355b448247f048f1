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
        return isIpv4(text, 0);
    }

    private static boolean isIpv4(String text, int from) {
        int parts = 1;
        int digits = 0;
        int number = 0;
        for (int i = from; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '.' && digits > 0) {
                parts++;
                digits = 0;
                number = 0;
            } else if (each >= '0' && each <= '9' && (digits == 0 || number > 0)) {
                digits++;
                number = number * 10 + each - '0';
            } else {
                return false;
            }
            if (number > 255 || parts > 4) {
                return false;
            }
        }
        return parts == 4 && digits > 0;
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
        int count = 0;
        int from = 0;
        while (true) {
            int colon = text.indexOf(':', from);
            int to = colon < 0 ? text.length() : colon;
            if (isGroup(text, from, to)) {
                count++;
            } else {
                return mayEndInIpv4 && colon < 0 && isIpv4(text, from) ? count + 2 : -1;
            }
            if (colon < 0) {
                return count;
            }
            from = colon + 1;
        }
    }

    /** Whether one to four hexadecimal digits stand there. */
    private static boolean isGroup(String text, int from, int to) {
        if (to == from || to - from > 4) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char each = text.charAt(i);
            boolean hex = (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f') || (each >= 'A' && each <= 'F');
            if (!hex) {
                return false;
            }
        }
        return true;
    }
}
