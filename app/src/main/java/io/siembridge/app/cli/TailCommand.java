package io.siembridge.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows events as they come. */
@Command(
        name = "tail",
        description = "Shows what arrives as it arrives: events, or with --raw the webhooks they come of.",
        mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private OperatorOptions operator = new OperatorOptions();

    @Option(names = "--source", paramLabel = "S", description = "Only of this source.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--raw", description = "Webhooks with their bodies, instead of events.")
    private boolean raw;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Begin after this cursor, instead of now.")
    private Optional<String> after = Optional.empty();

    @Option(names = "--count", paramLabel = "N", description = "End after so many.")
    private long count = Long.MAX_VALUE;

    private long shown;

    @Override
    public Integer call() throws Exception {
        OperatorClient client = operator.client();
        while (true) {
            Map<String, Optional<String>> parameters = new LinkedHashMap<>();
            parameters.put("source", source);
            parameters.put("after", after);
            parameters.put("view", Optional.of(raw ? "webhooks" : "events"));
            try (Stream<String> lines = client.lines("/api/v1/events/stream", parameters)) {
                show(lines.iterator());
            } catch (UncheckedIOException cut) {
                operator.err().println("The connection was lost; going on where it was.");
            }
            if (isEnough()) {
                return 0;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** Also when nobody reads any more, as behind {@code | head}: a stream that does not end would keep the pipe waiting. */
    private boolean isEnough() {
        return shown >= count || System.out.checkError();
    }

    private void show(Iterator<String> lines) throws JsonProcessingException {
        while (!isEnough() && lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("id: ")) {
                after = Optional.of(line.substring(4));
            } else if (line.startsWith("data: ")) {
                print(line.substring(6));
                shown++;
            }
        }
    }

    private void print(String data) throws JsonProcessingException {
        PrintWriter out = operator.out();
        if (operator.json()) {
            out.println(data);
        } else {
            JsonNode json = JSON.readTree(data);
            out.println(Wording.visible(raw ? webhook(json) : event(json)));
        }
        out.flush();
    }

    private static String webhook(JsonNode json) {
        return String.join(
                "  ",
                json.path("received").asText(),
                json.path("source").asText(),
                json.path("webhook").asText(),
                json.path("body").path("text").asText().replaceAll("\\s*\\R\\s*", " "));
    }

    private static String event(JsonNode json) {
        JsonNode metadata = json.path("metadata");
        return String.join(
                "  ",
                Instant.ofEpochMilli(json.path("time").asLong()).toString(),
                metadata.path("log_name").asText(),
                json.path("severity").asText(),
                json.path("class_name").asText(),
                summary(json).replaceAll("\\s*\\R\\s*", " "));
    }

    private static String summary(JsonNode json) {
        String message = json.path("message").asText();
        return message.isEmpty() ? json.path("finding_info").path("title").asText() : message;
    }
}
