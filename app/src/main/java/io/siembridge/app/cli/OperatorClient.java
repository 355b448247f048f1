package io.siembridge.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** Asks the operator API of a running bridge, and explains why when it does not answer as it should. */
final class OperatorClient {
    private static final int UNUSABLE_CONFIGURATION = 422;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI url;
    private final Secret token;

    OperatorClient(URI url, Secret token) {
        this.url = url;
        this.token = token;
    }

    JsonNode get(String path) throws FailedException, UsageException, InterruptedException {
        return json(send(request(path).timeout(Duration.ofSeconds(60)), HttpResponse.BodyHandlers.ofString()));
    }

    /** @param parameters empty values are left out */
    JsonNode get(String path, Map<String, Optional<String>> parameters)
            throws FailedException, UsageException, InterruptedException {
        return get(path + query(parameters));
    }

    JsonNode post(String path, JsonNode body) throws FailedException, UsageException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .timeout(Duration.ofMinutes(10))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        return json(send(request, HttpResponse.BodyHandlers.ofString()));
    }

    /** Lines of an answer that does not end. */
    Stream<String> lines(String path, Map<String, Optional<String>> parameters)
            throws FailedException, UsageException, InterruptedException {
        HttpResponse<Stream<String>> response =
                send(request(path + query(parameters)), HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            try (Stream<String> lines = response.body()) {
                throw refused(response.statusCode(), String.join("", lines.toList()));
            }
        }
        return response.body();
    }

    static String query(Map<String, Optional<String>> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) ->
                value.ifPresent(text -> query.add(name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8))));
        return query.toString();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Bearer " + token.reveal());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
            throws FailedException, InterruptedException {
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new FailedException(
                    "No bridge answers at " + url + " (" + e.getClass().getSimpleName()
                            + "). Start it with: siem-bridge serve, or say where it is with --admin URL.",
                    e);
        }
    }

    private JsonNode json(HttpResponse<String> response) throws FailedException, UsageException {
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new FailedException("What answers at " + url + " is not a bridge.", e);
        }
    }

    /** Wrong usage and configuration is thrown, everything else returned. */
    private FailedException refused(int status, String body) throws UsageException {
        String detail = detail(body);
        if (status == 401) {
            throw new UsageException("The bridge at " + url
                    + " refuses the token; set SIEM_BRIDGE_ADMIN_TOKEN to the admin.token it runs with.");
        }
        if (status == 400 || status == UNUSABLE_CONFIGURATION) {
            throw new UsageException(detail);
        }
        return new FailedException(
                detail.isEmpty() ? "The bridge at " + url + " answered " + status + "." : detail, null);
    }

    private static String detail(String body) {
        try {
            return JSON.readTree(body).path("detail").asText();
        } catch (JsonProcessingException notOurs) {
            return "";
        }
    }
}
