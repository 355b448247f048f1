package io.siembridge.app.destination.splunk;

import io.siembridge.app.config.Secret;
import io.siembridge.app.destination.BatchReply;
import io.siembridge.app.destination.BatchedSend;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.EncodedEvent;
import io.siembridge.app.destination.Gzip;
import io.siembridge.app.destination.HttpAnswer;
import io.siembridge.app.destination.HttpFault;
import io.siembridge.app.destination.HttpSender;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.Shipment;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends events to a Splunk HTTP Event Collector, and where configured waits for its indexers to confirm them. */
final class SplunkHecDestination implements Destination {
    /** Room for the acknowledgements of a thousand ids. */
    private static final int ANSWER_LIMIT = 64 * 1024;

    private static final Duration FIRST_QUESTION_AFTER = Duration.ofMillis(500);
    private static final Duration WHEN_TOO_MANY_WAIT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(SplunkHecDestination.class);

    private final SplunkHecConfig config;
    private final DestinationContext context;
    private final List<Secret> secrets;
    private final HttpSender sender;
    private final EnvelopeEncoder encoder;
    private final BatchedSend batches;
    private final Acknowledgements acknowledgements;
    private final AcknowledgementPoller poller;
    private final Throttle throttle = new Throttle(System::nanoTime);
    private final AtomicBoolean saidThatIdsAreMissing = new AtomicBoolean();

    SplunkHecDestination(SplunkHecConfig config, DestinationContext context) {
        this(config, context, FIRST_QUESTION_AFTER);
    }

    /** Makes a destination that asks for acknowledgements as soon as this after sending. */
    SplunkHecDestination(SplunkHecConfig config, DestinationContext context, Duration firstQuestionAfter) {
        this.config = config;
        this.context = context;
        this.secrets = List.of(config.token());
        this.sender = new HttpSender(config.http(), secrets);
        this.encoder =
                new EnvelopeEncoder(context.hostName(), config.sourceTypePrefix(), config.index(), config.maxEvent());
        this.batches = new BatchedSend(
                new BatchedSend.Limits(config.batchBytes(), Integer.MAX_VALUE, config.maxEvent()),
                encoder::encode,
                this::post);
        this.acknowledgements = new Acknowledgements(
                context.name(), config.acknowledgementTimeout(), System::nanoTime, context.random());
        this.poller = new AcknowledgementPoller(
                task -> daemon(task, context.name() + "-acknowledgements"),
                acknowledgements,
                (channel, ids) -> exchange("ack", channel, ids, false),
                firstQuestionAfter,
                config.acknowledgementTimeout());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Shipment ready(List<OcsfEvent> events) {
        return batches.ready(events);
    }

    @Override
    public Optional<String> encoded(OcsfEvent event) {
        return encoder.encode(event).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public Probe probe() throws InterruptedException {
        HttpRequest request =
                request("health", acknowledgements.current()).GET().build();
        try {
            HecAnswer answer = understand(sender.send(request, ANSWER_LIMIT));
            return answer.isHealthy()
                    ? new Probe(true, config.http().origin() + " is healthy" + answer.words())
                    : new Probe(false, answer.fault().reason());
        } catch (HttpFault fault) {
            return new Probe(false, fault.outcome().reason());
        }
    }

    @Override
    public void close() {
        poller.close();
        acknowledgements.close();
    }

    @Override
    public String toString() {
        return "Splunk HTTP Event Collector at " + config.http().origin();
    }

    private BatchReply post(List<EncodedEvent> batch, Outcomes outcomes) throws InterruptedException {
        if (acknowledgements.waitingCount() >= Acknowledgements.MOST_WAITING) {
            return BatchReply.fault(Outcome.retry(Acknowledgements.MOST_WAITING + " requests wait for "
                            + config.http().origin() + " to acknowledge them")
                    .after(WHEN_TOO_MANY_WAIT));
        }
        TimeUnit.NANOSECONDS.sleep(throttle.pause().toNanos());
        throttle.began();
        Channel channel = acknowledgements.current();
        byte[] body = concatenate(batch);
        HecAnswer answer;
        try {
            answer = exchange("event", channel, body, config.gzip());
        } catch (HttpFault fault) {
            return BatchReply.fault(fault.outcome());
        }
        throttle.answered(answer.wantsFewerRequests());
        if (answer.wantsAcknowledgementsDrained()) {
            poller.askSoon();
        }
        BatchReply reply = answer.reply(batch.size(), body.length);
        return config.acknowledgement() && reply.taken() > 0
                ? confirmLater(reply, answer, channel, batch, outcomes)
                : reply;
    }

    private BatchReply confirmLater(
            BatchReply reply, HecAnswer answer, Channel channel, List<EncodedEvent> batch, Outcomes outcomes) {
        OptionalLong ackId = answer.ackId();
        if (ackId.isEmpty()) {
            if (saidThatIdsAreMissing.compareAndSet(false, true)) {
                LOG.warn(
                        "{} gives no acknowledgement ids, though acknowledgement is configured; is it enabled for the"
                                + " token? Events count as delivered when taken",
                        config.http().origin());
            }
            return reply;
        }
        List<Integer> places = batch.subList(0, reply.taken()).stream()
                .map(EncodedEvent::place)
                .toList();
        acknowledgements.await(channel, ackId.getAsLong(), places, outcomes);
        poller.wake();
        return reply.toBeConfirmed();
    }

    private HecAnswer exchange(String endpoint, Channel channel, byte[] body, boolean gzip)
            throws HttpFault, InterruptedException {
        HttpRequest.Builder request = request(endpoint, channel)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip ? Gzip.compress(body) : body));
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        HttpAnswer answer = sender.send(request.build(), ANSWER_LIMIT);
        if (config.acknowledgement()) {
            acknowledgements.answered(channel, answer.headers());
        }
        return understand(answer);
    }

    private HttpRequest.Builder request(String endpoint, Channel channel) {
        HttpRequest.Builder request = HttpRequest.newBuilder(config.endpoint(endpoint))
                .header("Authorization", "Splunk " + config.token().reveal())
                .header("X-Splunk-Request-Channel", channel.id());
        String cookies = acknowledgements.cookies(channel);
        return cookies.isEmpty() ? request : request.header("Cookie", cookies);
    }

    private HecAnswer understand(HttpAnswer answer) {
        return new HecAnswer(answer, config.http().origin(), context.clock().instant(), secrets);
    }

    /** One object after the other, not an array; the line breaks are for people who look at a capture. */
    private static byte[] concatenate(List<EncodedEvent> batch) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (EncodedEvent event : batch) {
            if (body.size() > 0) {
                body.write('\n');
            }
            body.writeBytes(event.bytes());
        }
        return body.toByteArray();
    }
}
