package io.siembridge.app.source;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.spool.Acceptance;
import io.siembridge.app.spool.ContentEncoding;
import io.siembridge.app.spool.Measure;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.telemetry.LogFields;
import io.siembridge.app.verifier.InboundWebhook;
import io.siembridge.app.verifier.RejectReason;
import io.siembridge.app.verifier.Verification;
import io.siembridge.app.verifier.VerifiedWebhook;
import io.siembridge.app.verifier.Verifier;
import io.siembridge.normalizers.vendor.Vendor;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One webhook: is the sender allowed, is it authentic, store it, and only then answer. */
final class WebhookHandler implements BodyGate.Webhooks {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookHandler.class);
    private static final Duration WRITE_TROUBLE = Duration.ofSeconds(5);

    private volatile Map<String, Route> routes;
    private final ClientAddress clientAddress;
    private final Inflation inflation;
    private final Spool spool;
    private final BridgeMetrics metrics;
    private final RecentRejections rejections;
    private final KeyUse keyUse;
    private final RefusalLog refusals;
    private final AnswerHistory answers;
    private final InstantSource clock;

    WebhookHandler(
            Map<String, Route> routes,
            ClientAddress clientAddress,
            Inflation inflation,
            Spool spool,
            BridgeMetrics metrics,
            RecentRejections rejections,
            KeyUse keyUse,
            RefusalLog refusals,
            AnswerHistory answers,
            InstantSource clock) {
        this.routes = Map.copyOf(routes);
        this.clientAddress = clientAddress;
        this.inflation = inflation;
        this.spool = spool;
        this.metrics = metrics;
        this.rejections = rejections;
        this.keyUse = keyUse;
        this.refusals = refusals;
        this.answers = answers;
        this.clock = clock;
    }

    /** A source with what its webhooks go through. */
    record Route(
            String source,
            Vendor vendor,
            Verifier verifier,
            AddressList allow,
            Optional<TokenBucket> limit,
            List<String> destinations) {}

    /** Takes other routes; a webhook that has found its route keeps to it. */
    void use(Map<String, Route> next) {
        routes = Map.copyOf(next);
    }

    @Override
    public boolean isSource(String name) {
        return routes.containsKey(name);
    }

    @Override
    public CompletableFuture<Answer> take(String source, Request request, byte[] body) {
        long begun = System.nanoTime();
        Route route = routes.get(source);
        if (route == null) {
            // Its source was taken out of the configuration while its body arrived.
            return CompletableFuture.completedFuture(Answer.noSuchSource());
        }
        return take(route, request, body, begun)
                .exceptionally(failure -> {
                    spool.count(route.source(), Measure.UNAVAILABLE, 1);
                    return failed(route, failure);
                })
                .whenComplete((answer, never) -> metrics.acknowledged(Duration.ofNanos(System.nanoTime() - begun)));
    }

    @Override
    public void refused(String source, Request request, Answer answer) {
        Measure result = switch (answer.status()) {
            case 400 -> Measure.MALFORMED;
            case 413 -> Measure.TOO_LARGE;
            case 408 -> Measure.TIMEOUT;
            default -> Measure.UNAVAILABLE;
        };
        count(source, result);
        answers.answered(source, sender(request), false);
        refusals.refused(
                "Webhook refused while its body was read: {}", result.word(), source, sender(request), result.word());
    }

    /** Counts one that the spool never heard of; those it was offered it counts itself. */
    private void count(String source, Measure result) {
        metrics.webhookReceived(source, result.word());
        spool.count(source, result, 1);
    }

    private String sender(Request request) {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        return clientAddress.of(
                ClientAddress.numeric(peer), request.getHeaders().getValuesList("X-Forwarded-For"));
    }

    private CompletableFuture<Answer> take(Route route, Request request, byte[] body, long begun) {
        try {
            InboundWebhook inbound = new InboundWebhook(
                    route.source(), route.vendor().id(), headers(request.getHeaders()), body, clock.instant());
            String sender = sender(request);
            Optional<Answer> refusal = refuseBeforeVerifying(route, sender, inbound);
            CompletableFuture<Answer> taken = refusal.isPresent()
                    ? CompletableFuture.completedFuture(refusal.get())
                    : take(route, inbound, sender);
            return taken.whenComplete((answer, failure) -> answers.answered(
                    route.source(), sender, failure == null && answer.status() == 200 && isInTime(route, begun)));
        } catch (RuntimeException | Error fault) {
            // Without an answer the sender would wait until the connection idles out.
            return CompletableFuture.failedFuture(fault);
        }
    }

    private static boolean isInTime(Route route, long begun) {
        return System.nanoTime() - begun
                <= route.vendor().patience().answerWithin().toNanos();
    }

    private Optional<Answer> refuseBeforeVerifying(Route route, String sender, InboundWebhook inbound) {
        if (!route.allow().isEmpty() && !route.allow().contains(sender)) {
            return Optional.of(refused(
                    route,
                    Measure.FORBIDDEN,
                    "sender is not on the allow list",
                    sender,
                    Answer.problem(403, "Forbidden", "This address may not send here.")));
        }
        if (encoding(inbound).isEmpty()) {
            return Optional.of(refused(
                    route,
                    Measure.UNSUPPORTED_ENCODING,
                    "content encoding is neither identity nor gzip",
                    sender,
                    Answer.problem(415, "Unsupported Media Type", "Content-Encoding must be identity or gzip.")));
        }
        return Optional.empty();
    }

    private Answer refused(Route route, Measure result, String reason, String sender, Answer answer) {
        count(route.source(), result);
        refusals.refused("Webhook refused: {}", reason, route.source(), sender, result.word());
        return answer;
    }

    private CompletableFuture<Answer> take(Route route, InboundWebhook inbound, String sender) {
        Verification asReceived = route.verifier().verify(inbound);
        if (!isGzip(inbound)) {
            return accept(route, inbound, asReceived, sender);
        }
        if (asReceived.webhook().isPresent()) {
            // What an authentic sender sent is stored even if it is no gzip; it will be a dead letter.
            return inflation.measure(inbound.body()) == Inflation.Result.TOO_LARGE
                    ? CompletableFuture.completedFuture(tooLarge(route, sender))
                    : accept(route, inbound, asReceived, sender);
        }
        boolean mismatch = asReceived.rejection().orElseThrow() == RejectReason.DIGEST_MISMATCH;
        return mismatch ? takeInside(route, inbound, asReceived, sender) : accept(route, inbound, asReceived, sender);
    }

    /** What compresses may stand between the vendor, who signed, and us: then the signature is of the bytes inside. */
    private CompletableFuture<Answer> takeInside(
            Route route, InboundWebhook inbound, Verification asReceived, String sender) {
        Inflation.Inflated inflated = inflation.inflate(route.source(), inbound.body());
        return switch (inflated.result()) {
            case TOO_LARGE -> CompletableFuture.completedFuture(tooLarge(route, sender));
            case NO_ROOM ->
                CompletableFuture.completedFuture(
                        refused(route, Measure.UNAVAILABLE, "no room to inflate its body", sender, Answer.noRoom()));
            case NOT_GZIP -> accept(route, inbound, asReceived, sender);
            case INFLATED -> {
                InboundWebhook inside = new InboundWebhook(
                        inbound.source(),
                        inbound.vendor(),
                        withoutEncoding(inbound.headers()),
                        inflated.body().orElseThrow(),
                        inbound.received());
                yield accept(route, inside, route.verifier().verify(inside), sender)
                        .whenComplete((answer, failure) -> inflation.release(route.source(), inflated));
            }
        };
    }

    private CompletableFuture<Answer> accept(
            Route route, InboundWebhook inbound, Verification verification, String sender) {
        if (verification.webhook().isEmpty()) {
            return CompletableFuture.completedFuture(notAuthentic(route, inbound, sender, verification));
        }
        answers.authentic(route.source(), sender);
        // Only what is authentic counts, or anybody could use up the rate of the vendor.
        Optional<Duration> wait = route.limit().flatMap(TokenBucket::take);
        if (wait.isPresent()) {
            Answer answer = Answer.comeAgain(429, "Too Many Requests", "This source is over its rate.", wait.get());
            return CompletableFuture.completedFuture(
                    refused(route, Measure.RATE_LIMITED, "more webhooks than the configured rate", sender, answer));
        }
        VerifiedWebhook webhook = verification.webhook().get();
        if (!webhook.key().isEmpty()) {
            metrics.signatureVerified(
                    route.source(), webhook.key(), webhook.received().getEpochSecond());
        }
        keyUse.verified(route.source(), webhook.key(), webhook.received());
        return spool.accept(webhook, route.destinations())
                .handle((acceptance, failure) -> failure == null ? told(route, acceptance) : failed(route, failure));
    }

    private Answer tooLarge(Route route, String sender) {
        return refused(route, Measure.TOO_LARGE, "inflated body over the limit", sender, Answer.tooLarge());
    }

    private static boolean isGzip(InboundWebhook inbound) {
        List<String> encodings = inbound.header("content-encoding");
        return !encodings.isEmpty()
                && ContentEncoding.named(encodings.get(0)).equals(Optional.of(ContentEncoding.GZIP));
    }

    private Answer notAuthentic(Route route, InboundWebhook inbound, String sender, Verification verification) {
        RejectReason reason = verification.rejection().orElseThrow();
        rejections.add(inbound, sender, reason);
        metrics.webhookReceived(route.source(), "unauthorized");
        metrics.webhookRejected(route.source(), reason.name().toLowerCase(Locale.ROOT));
        spool.count(route.source(), Measure.REJECTED, 1);
        refusals.refused(
                "Webhook is not authentic: {}",
                reason.explanation(),
                route.source(),
                sender,
                reason.name().toLowerCase(Locale.ROOT));
        return Answer.notAuthentic();
    }

    private Answer told(Route route, Acceptance acceptance) {
        return switch (acceptance.kind()) {
            case ACCEPTED -> accepted(route, acceptance);
            case DUPLICATE -> duplicate(route, acceptance);
            case REFUSED -> unavailable(route, acceptance.refusal().orElseThrow());
        };
    }

    private Answer accepted(Route route, Acceptance acceptance) {
        metrics.webhookReceived(route.source(), "accepted");
        for (Acceptance.Sign sign : acceptance.signs()) {
            String word = sign.name().toLowerCase(Locale.ROOT);
            metrics.webhookSuspicious(route.source(), word);
            refusals.suspicious(
                    sign == Acceptance.Sign.ID_REUSED
                            ? "A delivery id was seen before with other bytes; both webhooks are stored"
                            : "The same bytes were seen before under another delivery id: a re-send or a replay",
                    route.source(),
                    acceptance.webhook(),
                    word);
        }
        LOG.debug("Webhook stored", kv(LogFields.SOURCE, route.source()), kv(LogFields.WEBHOOK, acceptance.webhook()));
        return Answer.accepted(acceptance.webhook());
    }

    private Answer duplicate(Route route, Acceptance acceptance) {
        metrics.webhookReceived(route.source(), "duplicate");
        LOG.debug(
                "Webhook is a repeat and was not stored again",
                kv(LogFields.SOURCE, route.source()),
                kv(LogFields.WEBHOOK, acceptance.webhook()));
        return Answer.duplicate(acceptance.webhook());
    }

    private Answer unavailable(Route route, Acceptance.Refusal refusal) {
        String reason = refusal.reason().name().toLowerCase(Locale.ROOT);
        metrics.webhookReceived(route.source(), "unavailable");
        refusals.notTaken(route.source(), reason);
        return unavailable(refusal.retryAfter());
    }

    private Answer failed(Route route, Throwable failure) {
        metrics.webhookReceived(route.source(), "unavailable");
        refusals.notStored(route.source(), failure);
        return unavailable(WRITE_TROUBLE);
    }

    private static Answer unavailable(Duration wait) {
        return Answer.comeAgain(503, "Service Unavailable", "The webhook cannot be stored at this moment.", wait);
    }

    private static Optional<ContentEncoding> encoding(InboundWebhook inbound) {
        List<String> values = inbound.header("content-encoding");
        return values.size() > 1 ? Optional.empty() : ContentEncoding.named(values.isEmpty() ? "" : values.get(0));
    }

    private static Map<String, List<String>> headers(HttpFields fields) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpField field : fields) {
            headers.computeIfAbsent(field.getLowerCaseName(), any -> new ArrayList<>(1))
                    .add(Objects.requireNonNullElse(field.getValue(), ""));
        }
        return headers;
    }

    private static Map<String, List<String>> withoutEncoding(Map<String, List<String>> headers) {
        Map<String, List<String>> kept = new HashMap<>(headers);
        kept.remove("content-encoding");
        return kept;
    }
}
