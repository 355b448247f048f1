package io.siembridge.app.destination.arcsight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CEF message read the way a strict receiver would. Anything that is not exactly one well-formed message is an error.
 *
 * @param header the syslog header in front
 * @param fields vendor, product, version, event class, name and severity
 */
record CefLine(String header, List<String> fields, Map<String, String> extension) {
    private static final int FIELDS = 6;
    private static final Pattern KEY = Pattern.compile("(?:^| )([A-Za-z][A-Za-z0-9]*)=");

    static CefLine parse(String message) {
        int start = message.indexOf("CEF:0|");
        require(start >= 0, "no CEF in " + message);
        require(message.codePoints().noneMatch(Character::isISOControl), "a control character in " + message);
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int at = start + "CEF:0|".length();
        for (; fields.size() < FIELDS; at++) {
            require(at < message.length(), "too few pipes in " + message);
            char c = message.charAt(at);
            if (c == '\\') {
                char escaped = message.charAt(++at);
                require(escaped == '\\' || escaped == '|', "not an escape of the header: \\" + escaped);
                field.append(escaped);
            } else if (c == '|') {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        return new CefLine(message.substring(0, start), fields, extension(message.substring(at)));
    }

    private static Map<String, String> extension(String text) {
        Map<String, String> extension = new LinkedHashMap<>();
        List<MatchResult> keys = new ArrayList<>();
        Matcher matcher = KEY.matcher(text);
        while (matcher.find()) {
            keys.add(matcher.toMatchResult());
        }
        require(keys.isEmpty() || keys.get(0).start() == 0, "text before the first key in " + text);
        for (int i = 0; i < keys.size(); i++) {
            int end = i + 1 < keys.size() ? keys.get(i + 1).start() : text.length();
            String key = keys.get(i).group(1);
            String value = unescape(text.substring(keys.get(i).end(), end));
            require(!value.isEmpty(), "no value for " + key);
            require(extension.put(key, value) == null, key + " stands twice");
        }
        extension.keySet().stream()
                .filter(key -> key.matches("(c[sn]|cfp|c6a|flexString|deviceCustomDate)[0-9]"))
                .forEach(key -> require(extension.containsKey(key + "Label"), "no label for " + key));
        extension.keySet().stream()
                .filter(key -> key.endsWith("Label"))
                .forEach(key -> require(extension.containsKey(key.replace("Label", "")), "no slot for " + key));
        return extension;
    }

    private static String unescape(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            require(c != '=', "an equals sign that is not escaped in " + value);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            require(++i < value.length(), "an escape that is cut in " + value);
            switch (value.charAt(i)) {
                case '\\' -> text.append('\\');
                case '=' -> text.append('=');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                default -> throw new IllegalArgumentException("not an escape: \\" + value.charAt(i));
            }
        }
        return text.toString();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
