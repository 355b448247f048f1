package io.siembridge.app.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events for programs that pull and for people that watch. */
final class EventApiTest extends ApiCalls {
    @Test
    void givesEventsToWhoPullsWithoutGapsOrRepeats() throws Exception {
        stage.send("soveren/new-data-type");
        stage.send("snyk/ten-issues");
        Response first = operator().get(stage.url("/api/v1/events?limit=1"));
        String cursor = first.header(EventApi.CURSOR_HEADER);
        assertThat(first.contentType()).startsWith("application/x-ndjson");
        assertThat(first.asString().lines()).hasSize(1).allMatch(line -> line.contains("\"soveren\""));
        Response second = operator().get(stage.url("/api/v1/events?limit=1&after=" + cursor));
        assertThat(second.asString().lines()).hasSizeGreaterThan(5).allMatch(line -> line.contains("\"snyk\""));
        cursor = second.header(EventApi.CURSOR_HEADER);
        Response nothing = operator().get(stage.url("/api/v1/events?after=" + cursor));
        assertThat(nothing.asString()).isEmpty();
        assertThat(nothing.header(EventApi.CURSOR_HEADER)).isEqualTo(cursor);
        stage.send("soveren/anomaly-detected");
        Response third = operator().get(stage.url("/api/v1/events?after=" + cursor));
        assertThat(third.asString().lines()).hasSize(1);
        assertThat(operator()
                        .get(stage.url("/api/v1/events?source=snyk"))
                        .asString()
                        .lines())
                .hasSameSizeAs(second.asString().lines().toList());
    }

    @Test
    void streamsWhatArrivesAndGoesOnWhereAConnectionWasLost() throws Exception {
        stage.send("soveren/new-data-type");
        String cursor;
        try (Stream<String> live = stream("/api/v1/events/stream", "")) {
            Iterator<String> lines = live.iterator();
            assertThat(lines.next()).startsWith(":");
            stage.send("snyk/new-vulnerability");
            assertThat(next(lines, "data: ")).contains("\"log_name\":\"snyk\"");
            cursor = next(lines, "id: ");
        }
        stage.send("soveren/anomaly-detected");
        try (Stream<String> resumed = stream("/api/v1/events/stream?view=webhooks", cursor)) {
            assertThat(next(resumed.iterator(), "data: ")).contains("\"source\":\"soveren\"", "\"encoding\":\"utf-8\"");
        }
        try (Stream<String> filtered = stream("/api/v1/events/stream?after=0&source=snyk", "")) {
            assertThat(next(filtered.iterator(), "data: ")).contains("\"log_name\":\"snyk\"");
        }
    }

    private Stream<String> stream(String path, String lastId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stage.url(path)))
                .header("Authorization", "Bearer " + OperatorStage.TOKEN);
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<Stream<String>> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return response.body();
    }

    private static String next(Iterator<String> lines, String field) {
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith(field)) {
                return line.substring(field.length());
            }
        }
        throw new AssertionError("the stream ended without " + field);
    }
}
