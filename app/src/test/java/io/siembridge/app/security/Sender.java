package io.siembridge.app.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.siembridge.app.bridge.RunningBridge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

/** Sends to a bridge what a vendor, or somebody who would like to pass for one, might send. */
final class Sender {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    private Sender() {}

    static HttpResponse<String> post(String url, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A webhook of Snyk with a right signature. */
    static HttpResponse<String> snyk(RunningBridge bridge, byte[] body, String deliveryId)
            throws IOException, InterruptedException {
        return post(
                bridge.url("snyk"),
                body,
                "X-Hub-Signature",
                RunningBridge.signature("snyk", body),
                "X-Snyk-Event",
                "project_snapshot/v0",
                "X-Snyk-Transport-ID",
                deliveryId);
    }

    /** A webhook of Wallarm with a right token. */
    static HttpResponse<String> wallarm(RunningBridge bridge, byte[] body) throws IOException, InterruptedException {
        return post(bridge.url("wallarm"), body, "X-Auth-Token", RunningBridge.WALLARM.reveal());
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** The metrics as an operator reads them. */
    static String metrics(RunningBridge bridge) throws IOException, InterruptedException {
        return get(bridge.admin("/metrics"), "Authorization", "Bearer " + RunningBridge.ADMIN_TOKEN)
                .body();
    }

    /** The sum of a metric over all series whose line holds each of these texts. */
    static double metric(RunningBridge bridge, String name, String... labels) throws IOException, InterruptedException {
        double sum = 0;
        for (String line : metrics(bridge).lines().toList()) {
            boolean meant = line.startsWith("siem_bridge_" + name);
            for (String label : labels) {
                meant &= line.toLowerCase(Locale.ROOT).contains(label);
            }
            sum += meant ? Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) : 0;
        }
        return sum;
    }
}
