package io.siembridge.app.destination.arcsight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The extension keys that the documentation tells operators about: what is sent must be among them. */
final class CefKeys {
    static final Set<String> DOCUMENTED = read(Path.of("..", "docs", "destinations", "arcsight.md"));

    private CefKeys() {}

    private static Set<String> read(Path page) {
        try {
            String attributes =
                    Files.readString(page).split("## Extension", 2)[1].split("\n## ", 2)[0];
            return Pattern.compile("`([A-Za-z0-9]+)`")
                    .matcher(attributes)
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
