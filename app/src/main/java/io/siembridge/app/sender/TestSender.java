package io.siembridge.app.sender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.tls.TlsConfigurationException;
import io.siembridge.app.tls.TlsContexts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Posts webhooks to one receiver. */
public final class TestSender {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int SHOWN = 500;

    /** What the client writes by itself. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "content-length", "connection", "expect", "upgrade", "transfer-encoding");

    private final Receiver receiver;
    private final Proof proof;
    private @Nullable HttpClient client;

    public TestSender(Receiver receiver, Proof proof) {
        this.receiver = receiver;
        this.proof = proof;
    }

    /** Sends one webhook and waits for its answer. What fails is in the receipt. */
    public Receipt send(OutboundWebhook webhook) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            HttpRequest request = request(webhook);
            HttpResponse<String> response = client().send(request, HttpResponse.BodyHandlers.ofString());
            return new Receipt(
                    response.statusCode(), receiptId(response.body()), shortened(response.body()), since(begun));
        } catch (IOException e) {
            return new Receipt(0, "", "no answer from " + receiver.url() + ": " + e, since(begun));
        } catch (TlsConfigurationException e) {
            return new Receipt(0, "", "not sent: " + e.getMessage(), since(begun));
        } catch (IllegalArgumentException e) {
            // Its message would quote the header, and that may be the secret.
            return new Receipt(
                    0, "", "not sent: a header holds what no header can, such as a line break", since(begun));
        }
    }

    private HttpRequest request(OutboundWebhook webhook) {
        HttpRequest.Builder request = HttpRequest.newBuilder(receiver.url())
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(webhook.body()));
        Map<String, String> headers = new HashMap<>();
        webhook.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        proof.header(webhook.body()).forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        headers.keySet().removeAll(OF_THE_CONNECTION);
        headers.forEach(request::setHeader);
        return request.build();
    }

    private synchronized HttpClient client() throws TlsConfigurationException {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .followRedirects(HttpClient.Redirect.NEVER);
            if (receiver.certificate().isPresent()) {
                builder.sslContext(TlsContexts.toOwn(receiver.certificate().get()));
            }
            client = builder.build();
        }
        return client;
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
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
