package io.siembridge.app.destination.qradar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A LEEF message read the way a strict receiver would. Anything that is not exactly one well-formed message is an error.
 *
 * @param header the syslog header in front
 * @param fields vendor, product, version and event id
 */
record LeefLine(String header, String version, List<String> fields, Map<String, String> attributes) {
    private static final Pattern LINE = Pattern.compile("(?s)(.*?)LEEF:([12]\\.0)\\|(.*)");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

    static LeefLine parse(String message) {
        Matcher line = LINE.matcher(message);
        require(line.matches(), "no LEEF in " + message);
        require(message.codePoints().noneMatch(c -> c == '\n' || c == '\r' || c == 0), "a break in " + message);
        boolean second = line.group(2).equals("2.0");
        String[] parts = line.group(3).split("\\|", second ? 6 : 5);
        require(parts.length == (second ? 6 : 5), "too few pipes in " + message);
        String delimiter = second ? delimiter(parts[4]) : "\t";
        return new LeefLine(
                line.group(1),
                line.group(2),
                List.of(parts).subList(0, 4),
                attributes(parts[parts.length - 1], delimiter));
    }

    private static String delimiter(String written) {
        require(written.matches("0x[0-9A-F]{2}|[^0-9A-Za-z|]"), "not a delimiter: " + written);
        return written.startsWith("0x") ? Character.toString(Integer.parseInt(written.substring(2), 16)) : written;
    }

    private static Map<String, String> attributes(String text, String delimiter) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String attribute : text.split(Pattern.quote(delimiter), -1)) {
            int equals = attribute.indexOf('=');
            require(equals > 0, "no key in '" + attribute + "'");
            String key = attribute.substring(0, equals);
            String value = attribute.substring(equals + 1);
            require(KEY.matcher(key).matches(), "not a key: " + key);
            require(!value.isEmpty() && value.equals(value.strip()), "not a value: '" + value + "'");
            require(value.codePoints().noneMatch(Character::isISOControl), "a control character in " + value);
            require(attributes.put(key, value) == null, key + " stands twice");
        }
        return attributes;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
