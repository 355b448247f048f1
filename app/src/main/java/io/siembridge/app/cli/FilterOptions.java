package io.siembridge.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What lists of webhooks and of dead letters are narrowed by. */
final class FilterOptions {
    @Option(names = "--source", paramLabel = "S", description = "Only of this source.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--destination", paramLabel = "D", description = "Only for this destination.")
    private Optional<String> destination = Optional.empty();

    @Option(names = "--since", paramLabel = "T", description = "Only from then on: a time, a day, 15m, 2h or 7d.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "T", description = "Only before then.")
    private Optional<String> until = Optional.empty();

    Optional<String> source() {
        return source;
    }

    Optional<String> destination() {
        return destination;
    }

    Map<String, Optional<String>> query() {
        Map<String, Optional<String>> query = new LinkedHashMap<>();
        query.put("source", source);
        query.put("destination", destination);
        query.put("since", since);
        query.put("until", until);
        return query;
    }
}
