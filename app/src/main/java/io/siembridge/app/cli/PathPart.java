package io.siembridge.app.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What somebody typed, as one part of a path. */
final class PathPart {
    private PathPart() {}

    static String encode(String typed) throws UsageException {
        if (typed.isBlank() || typed.equals(".") || typed.equals("..")) {
            throw new UsageException("'" + typed + "' is no id");
        }
        return URLEncoder.encode(typed, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
