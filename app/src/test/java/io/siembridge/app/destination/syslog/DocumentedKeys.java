package io.siembridge.app.destination.syslog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The keys that the documentation tells operators about: what is sent must be among them. */
public final class DocumentedKeys {
    public static final Set<String> CEF = read("arcsight.md", "## Extension");
    public static final Set<String> LEEF = read("qradar.md", "## Attributes");

    private DocumentedKeys() {}

    private static Set<String> read(String page, String heading) {
        try {
            String keys = Files.readString(Path.of("..", "docs", "destinations", page))
                    .split(heading, 2)[1]
                    .split("\n## ", 2)[0];
            return Pattern.compile("`([A-Za-z0-9]+)`")
                    .matcher(keys)
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
