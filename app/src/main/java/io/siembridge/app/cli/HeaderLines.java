package io.siembridge.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Headers as somebody types them. */
final class HeaderLines {
    private static final Pattern LINE =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+\\s*:[^\\x00-\\x08\\x0a-\\x1f\\x7f]*");

    private HeaderLines() {}

    /** Headers by name, from {@code Name: value}. */
    static Map<String, String> parse(List<String> lines) throws UsageException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon <= 0 || !LINE.matcher(line).matches()) {
                throw new UsageException("--header '" + line + "' is not of the form 'Name: value'");
            }
            headers.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return headers;
    }
}
