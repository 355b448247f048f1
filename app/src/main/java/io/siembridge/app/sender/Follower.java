package io.siembridge.app.sender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks the operator API what became of a webhook until nothing of it is waiting. */
public final class Follower {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final long PAUSE_MILLIS = 50;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI admin;
    private final Secret token;

    public Follower(URI admin, Secret token) {
        this.admin = admin;
        this.token = token;
    }

    /**
     * What became of each delivery, at the end or when the patience did.
     *
     * @param hindrances by destination, what is wrong with those that do not take theirs
     */
    public record Result(Map<String, String> stateByDestination, Map<String, String> hindrances) {
        public Result {
            stateByDestination = new LinkedHashMap<>(stateByDestination);
            hindrances = Map.copyOf(hindrances);
        }

        public boolean isDelivered() {
            return !stateByDestination.isEmpty()
                    && stateByDestination.values().stream().allMatch("delivered"::equals);
        }

        public boolean isSettled() {
            return !stateByDestination.isEmpty()
                    && stateByDestination.values().stream().noneMatch("waiting"::equals);
        }
    }

    /** @throws IOException when the operator API does not answer as it should; the message says what to do */
    public Result follow(String webhook, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Result result = look(webhook);
            if (result.isSettled() || System.nanoTime() > deadline) {
                return result;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private Result look(String webhook) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(admin.resolve("/api/v1/webhooks/" + webhook + "?parts=deliveries"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token.reveal())
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("The operator API at " + admin + " answered " + response.statusCode()
                    + " for webhook " + webhook + "; check --admin and the token");
        }
        Map<String, String> states = new LinkedHashMap<>();
        Map<String, String> hindrances = new HashMap<>();
        for (JsonNode delivery : JSON.readTree(response.body()).path("deliveries")) {
            states.put(
                    delivery.path("destination").asText(),
                    delivery.path("state").asText());
            if (delivery.has("hindrance")) {
                hindrances.put(
                        delivery.path("destination").asText(),
                        delivery.path("hindrance").asText());
            }
        }
        return new Result(states, hindrances);
    }
}
