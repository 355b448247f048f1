package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How much of a list, and where it goes on. */
final class ListOptions {
    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Option(names = "--cursor", paramLabel = "C", description = "Go on where an earlier list ended.")
    private Optional<String> cursor = Optional.empty();

    /** The query of a list with this filter. */
    Map<String, Optional<String>> query(Map<String, Optional<String>> filter) {
        Map<String, Optional<String>> query = new LinkedHashMap<>(filter);
        query.put("cursor", cursor);
        query.put("limit", Optional.of(Integer.toString(limit)));
        return query;
    }

    static void sayIfMore(JsonNode page, PrintWriter err) {
        if (page.has("next")) {
            err.println("There are more: --cursor " + page.path("next").asText());
        }
    }
}
