package io.siembridge.app.destination.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.siembridge.app.config.Secret;
import io.siembridge.app.destination.BatchReply;
import io.siembridge.app.destination.BatchedSend;
import io.siembridge.app.destination.BoundedJson;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.EncodedEvent;
import io.siembridge.app.destination.Excerpt;
import io.siembridge.app.destination.Gzip;
import io.siembridge.app.destination.HttpAnswer;
import io.siembridge.app.destination.HttpFault;
import io.siembridge.app.destination.HttpSender;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Shipment;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Sends events as JSON to any collector that speaks HTTP. The status of the answer says what came of them. */
final class HttpDestination implements Destination {
    private final HttpConfig config;
    private final DestinationContext context;
    private final List<Secret> secrets;
    private final HttpSender sender;
    private final BatchedSend batches;

    HttpDestination(HttpConfig config, DestinationContext context) {
        this.config = config;
        this.context = context;
        this.secrets = config.secrets();
        this.sender = new HttpSender(config.http(), secrets);
        this.batches = new BatchedSend(
                new BatchedSend.Limits(config.batchBytes(), config.batchEvents(), config.maxEvent()),
                this::encode,
                (batch, outcomes) -> post(batch));
    }

    @Override
    public Shipment ready(List<OcsfEvent> events) {
        return batches.ready(events);
    }

    @Override
    public Optional<String> encoded(OcsfEvent event) {
        return encode(event).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Sends a request without events in it: nothing less shows whether address, method and credentials are right. */
    @Override
    public Probe probe() throws InterruptedException {
        try {
            HttpAnswer answer = exchange(List.of());
            // An answer about the content means that it was let in, and then missed events to read.
            return answer.isSuccess() || isAboutContent(answer) || answer.status() == 411
                    ? new Probe(
                            true,
                            config.http().origin() + " answered " + answer.status() + " to a request without events")
                    : new Probe(false, fault(answer).reason());
        } catch (HttpFault fault) {
            return new Probe(false, fault.outcome().reason());
        }
    }

    /** Nothing is in flight between two calls. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "HTTP collector at " + config.http().origin();
    }

    private BatchReply post(List<EncodedEvent> batch) throws InterruptedException {
        HttpAnswer answer;
        try {
            answer = exchange(batch);
        } catch (HttpFault fault) {
            return BatchReply.fault(fault.outcome());
        }
        if (answer.isSuccess()) {
            return BatchReply.taken(batch.size());
        }
        if (answer.status() == 500) {
            return BatchReply.failed(outcome(Outcome.Kind.RETRY, answer, "it ails, or an event makes it fail"));
        }
        return answer.status() == 413 || isAboutContent(answer)
                ? BatchReply.refusedSome(outcome(Outcome.Kind.REJECTED, answer, "the event is refused"))
                : BatchReply.fault(fault(answer));
    }

    private static boolean isAboutContent(HttpAnswer answer) {
        return answer.status() == 400 || answer.status() == 422;
    }

    private Outcome fault(HttpAnswer answer) {
        if (answer.isPassingFault()) {
            return outcome(Outcome.Kind.RETRY, answer, "busy or ailing");
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            return outcome(
                    Outcome.Kind.PAUSED, answer, "redirects are not followed; url must be the collector's own address");
        }
        return outcome(
                Outcome.Kind.PAUSED,
                answer,
                switch (answer.status()) {
                    case 401, 403 -> "the credentials are refused";
                    case 404 -> "there is no collector at this url";
                    case 405 -> "the method is refused; see method and url";
                    case 407 -> "the proxy asks for a password, which is not supported";
                    case 415 -> "the content is refused; see body, content_type and gzip";
                    default -> "the request is refused whatever is in it";
                });
    }

    private Outcome outcome(Outcome.Kind kind, HttpAnswer answer, String meaning) {
        String reason = config.http().origin() + " answered " + answer.status() + ": " + meaning;
        return answer.explain(
                new Outcome(kind, reason, Optional.empty(), Optional.empty()),
                context.clock().instant(),
                secrets);
    }

    private HttpAnswer exchange(List<EncodedEvent> batch) throws HttpFault, InterruptedException {
        byte[] joined = config.body().join(batch);
        byte[] body = config.gzip() ? Gzip.compress(joined) : joined;
        HttpRequest.Builder request = HttpRequest.newBuilder(config.http().url())
                .method(config.method().name(), HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", config.contentType());
        config.headers().forEach((name, value) -> request.setHeader(name, value.reveal()));
        config.signature().ifPresent(signature -> request.setHeader(signature.header(), signature.of(body)));
        if (config.gzip()) {
            request.header("Content-Encoding", "gzip");
        }
        if (config.idempotencyKey() && !batch.isEmpty()) {
            request.header("Idempotency-Key", idempotencyKey(batch));
        }
        return sender.send(request.build(), Excerpt.READ_LIMIT);
    }

    private Optional<byte[]> encode(OcsfEvent event) {
        Optional<byte[]> json = BoundedJson.of(event, config.maxEvent());
        return config.wrap().isEmpty()
                ? json
                : json.map(it -> wrap(config.wrap().get(), it));
    }

    private static byte[] wrap(String key, byte[] json) {
        StringBuilder start = new StringBuilder("{\"");
        JsonStringEncoder.getInstance().quoteAsString(key, start);
        ByteArrayOutputStream wrapped = new ByteArrayOutputStream(json.length + start.length() + 4);
        wrapped.writeBytes(start.append("\":").toString().getBytes(StandardCharsets.UTF_8));
        wrapped.writeBytes(json);
        wrapped.write('}');
        return wrapped.toByteArray();
    }

    /** The same for the same events in the same order. */
    private static String idempotencyKey(List<EncodedEvent> batch) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (EncodedEvent event : batch) {
                digest.update((event.uid() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException("SHA-256 could not be computed", everyPlatformHasIt);
        }
    }
}
