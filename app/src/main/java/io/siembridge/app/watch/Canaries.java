package io.siembridge.app.watch;

import io.siembridge.app.samples.Sample;
import io.siembridge.app.sender.OutboundWebhook;
import io.siembridge.app.sender.Proof;
import io.siembridge.app.sender.Receipt;
import io.siembridge.app.sender.Receiver;
import io.siembridge.app.sender.TestSender;
import io.siembridge.app.source.AnswerHistory;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.spool.DeliveryState;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.WebhookDetail.DeliveryDetail;
import io.siembridge.app.telemetry.BridgeMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Webhooks of our own that go the whole way: signed as the vendor would, through the public listener, to every destination the
 * source's webhooks go to. They are the vendor's test delivery, so a SIEM sees them labelled as a test.
 */
final class Canaries {
    private static final String NOT_TAKEN = "the canary is not taken";
    private static final String NOT_DELIVERED = "the canary does not reach ";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Function<String, Receiver> receivers;
    private final AnswerHistory answers;
    private final Spool spool;
    private final BridgeMetrics metrics;
    private final InstantSource clock;
    private final Concerns concerns;
    private final CanarySamples samples = new CanarySamples();
    private final Map<String, Instant> due = new HashMap<>();
    private final List<Flight> flights = new ArrayList<>();

    /** @param receivers where webhooks of a source are posted to on this machine */
    Canaries(
            Function<String, Receiver> receivers,
            AnswerHistory answers,
            Spool spool,
            BridgeMetrics metrics,
            InstantSource clock,
            Concerns concerns) {
        this.receivers = receivers;
        this.answers = answers;
        this.spool = spool;
        this.metrics = metrics;
        this.clock = clock;
        this.concerns = concerns;
    }

    /** One that was taken and is followed. */
    private record Flight(String source, String webhook, Instant sent, Duration patience) {}

    /** Sends those that are due, and looks after those on their way. */
    void look(Map<String, SourceConfig> sources) throws InterruptedException {
        due.keySet().retainAll(sources.keySet());
        flights.removeIf(flight -> !sources.containsKey(flight.source()) || hasLanded(flight));
        for (SourceConfig source : sources.values()) {
            if (source.canary().isPresent()) {
                sendIfDue(source, source.canary().get());
            } else if (due.remove(source.name()) != null) {
                forget(source.name());
            }
        }
    }

    /** A reload has ended the canaries of a source. */
    private void forget(String source) {
        flights.removeIf(flight -> flight.source().equals(source));
        concerns.drop(source, kind -> kind.equals(NOT_TAKEN) || kind.startsWith(NOT_DELIVERED));
        metrics.forget("canary_", "source", source);
    }

    private void sendIfDue(SourceConfig source, Duration period) throws InterruptedException {
        Instant now = clock.instant();
        Instant at = due.computeIfAbsent(source.name(), any -> now);
        Optional<Sample> sample = samples.of(source.vendor());
        if (now.isBefore(at) || sample.isEmpty()) {
            return;
        }
        due.put(source.name(), now.plus(period));
        Receipt receipt = send(source, sample.get());
        metrics.set(
                "canary_accepted",
                "Whether the last canary was answered 200",
                receipt.isAccepted() ? 1 : 0,
                "source",
                source.name());
        if (receipt.isAccepted()) {
            answers.discountOne(source.name());
            Duration patience = period.compareTo(PATIENCE) < 0 ? period : PATIENCE;
            flights.add(new Flight(source.name(), receipt.webhook(), now, patience));
        }
        concerns.tell(
                source.name(),
                NOT_TAKEN,
                receipt.isAccepted() ? Optional.empty() : Optional.of(refused(source, receipt)));
    }

    private Receipt send(SourceConfig source, Sample sample) throws InterruptedException {
        return new TestSender(receivers.apply(source.name()), new Proof(source.scheme(), source.currentSecret()))
                .send(new OutboundWebhook(sample.id(), sample.headers(), sample.payload())
                        .distinct(source.vendor().dedupe(), UUID.randomUUID()));
    }

    private static String refused(SourceConfig source, Receipt receipt) {
        String answer = receipt.status() == 0 ? receipt.answer() : "it was answered " + receipt.status();
        String cure = receipt.status() == 403 ? "; it comes from this machine, which allow must name" : "";
        return "The canary of " + source.name() + " was not taken: " + answer + cure;
    }

    /** Whether there is no more to wait for. */
    private boolean hasLanded(Flight flight) {
        List<DeliveryDetail> deliveries = spool.webhook(flight.webhook())
                .map(detail -> detail.deliveries())
                .orElse(List.of());
        boolean late = !clock.instant().isBefore(flight.sent().plus(flight.patience()));
        boolean settled = deliveries.stream().noneMatch(delivery -> delivery.state() == DeliveryState.WAITING);
        if (late || settled) {
            Set<String> kinds = deliveries.stream()
                    .map(delivery -> NOT_DELIVERED + delivery.destination())
                    .collect(Collectors.toUnmodifiableSet());
            concerns.drop(flight.source(), kind -> kind.startsWith(NOT_DELIVERED) && !kinds.contains(kind));
            deliveries.forEach(delivery -> tell(flight, delivery));
        }
        return late || settled;
    }

    private void tell(Flight flight, DeliveryDetail delivery) {
        String destination = delivery.destination();
        boolean delivered = delivery.state() == DeliveryState.DELIVERED;
        String[] labels = {"source", flight.source(), "destination", destination};
        metrics.set(
                "canary_delivered",
                "Whether the last canary reached the destination in time",
                delivered ? 1 : 0,
                labels);
        if (delivered) {
            Duration took = Duration.between(flight.sent(), delivery.settled().orElseGet(clock::instant));
            metrics.set(
                    "canary_seconds",
                    "How long the last canary took from its sending to the destination",
                    Math.max(0, took.toMillis() / 1000.0),
                    labels);
        }
        Optional<String> failure = Optional.of("The canary " + flight.webhook() + " of " + flight.source()
                + " did not reach " + destination + " within "
                + flight.patience().toSeconds() + " seconds: it is "
                + delivery.state().name().toLowerCase(Locale.ROOT));
        concerns.tell(flight.source(), NOT_DELIVERED + destination, delivered ? Optional.empty() : failure);
    }
}
