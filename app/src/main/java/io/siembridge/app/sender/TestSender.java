package io.siembridge.app.sender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Posts webhooks to one URL. */
public final class TestSender {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int SHOWN = 500;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI url;
    private final Proof proof;

    public TestSender(URI url, Proof proof) {
        this.url = url;
        this.proof = proof;
    }

    /** Sends one webhook and waits for its answer. What fails is in the receipt. */
    public Receipt send(OutboundWebhook webhook) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(webhook.body()));
        Map<String, String> headers = new HashMap<>();
        webhook.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        proof.header(webhook.body()).forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        headers.remove("host");
        headers.remove("content-length");
        headers.remove("connection");
        headers.forEach(request::setHeader);
        long begun = System.nanoTime();
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            return new Receipt(response.statusCode(), receiptId(response.body()), shortened(response.body()), took);
        } catch (IOException e) {
            return new Receipt(0, "", "no answer from " + url + ": " + e, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private static String receiptId(String body) {
        try {
            return JSON.readTree(body).path("webhook").asText();
        } catch (JsonProcessingException notOurs) {
            return "";
        }
    }

    private static String shortened(String body) {
        return body.length() <= SHOWN ? body : body.substring(0, SHOWN) + "…";
    }
}
