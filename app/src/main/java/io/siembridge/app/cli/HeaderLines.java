package io.siembridge.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Headers as somebody types them. */
final class HeaderLines {
    private HeaderLines() {}

    /** Headers by name, from {@code Name: value}. */
    static Map<String, String> parse(List<String> lines) throws UsageException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new UsageException("--header '" + line + "' is not of the form 'Name: value'");
            }
            headers.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return headers;
    }
}
