package io.siembridge.app.destination.qradar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The attributes that the documentation tells operators about: what is sent must be among them. */
final class LeefKeys {
    static final Set<String> DOCUMENTED = read(Path.of("..", "docs", "destinations", "qradar.md"));

    private LeefKeys() {}

    private static Set<String> read(Path page) {
        try {
            String attributes =
                    Files.readString(page).split("## Attributes", 2)[1].split("\n## ", 2)[0];
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
