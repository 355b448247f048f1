package io.siembridge.app.reliability;

import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.spool.DestinationTally;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a bridge publishes about itself, read as Prometheus reads it. */
record Metrics(Map<String, Double> values) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static Metrics read(ChildProcess.Ports ports) throws IOException, InterruptedException {
        Map<String, Double> values = new HashMap<>();
        get(ports.admin("/metrics"))
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
                });
        return new Metrics(values);
    }

    static HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(url)
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + RunningBridge.ADMIN_TOKEN)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A gauge of one destination. */
    long of(String name, String destination) {
        return value(name + "{destination=\"" + destination + "\"}");
    }

    long value(String nameWithLabels) {
        Double value = values.get("siem_bridge_" + nameWithLabels);
        if (value == null) {
            throw new IllegalStateException("Not published: " + nameWithLabels);
        }
        return value.longValue();
    }

    /** The books as published. */
    List<Long> books(String destination) {
        return List.of(
                of("deliveries_owed", destination),
                of("deliveries_done", destination),
                of("delivery_backlog", destination),
                of("dead_letters", destination),
                of("deliveries_discarded", destination));
    }

    /** The same as the spool has them. */
    static List<Long> books(DestinationTally tally) {
        return List.of(tally.owed(), tally.delivered(), tally.waiting(), tally.dead(), tally.discarded());
    }
}
