package io.siembridge.app.worker;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.spool.Settlement;
import io.siembridge.app.spool.Settlement.DeadPart;
import io.siembridge.app.telemetry.LogFields;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes events of claimed webhooks: those to be sent, and verdicts over those of which nothing is. For one use. */
final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private final String name;
    private final WebhookNormalizer normalizer;
    private final EventFilter filter;
    private final Verdicts verdicts;
    private final Instant started;
    private final List<Settlement> done = new ArrayList<>();
    private final List<PreparedDelivery> toSend = new ArrayList<>();
    private final List<OcsfEvent> events = new ArrayList<>();

    Preparation(String name, WebhookNormalizer normalizer, EventFilter filter, Verdicts verdicts, Instant started) {
        this.name = name;
        this.normalizer = normalizer;
        this.filter = filter;
        this.verdicts = verdicts;
        this.started = started;
    }

    /** Verdicts that need no sending. */
    List<Settlement> done() {
        return done;
    }

    /** Deliveries with something to send. */
    List<PreparedDelivery> toSend() {
        return toSend;
    }

    /** What is to be sent, in the order of {@link #toSend}. */
    List<OcsfEvent> events() {
        return events;
    }

    Instant started() {
        return started;
    }

    void add(ClaimedDelivery delivery) {
        try {
            Normalization normalization = normalizer.normalize(delivery.webhook());
            List<OcsfEvent> wanted = wanted(delivery, normalization);
            List<DeadPart> unreadable = normalization.unreadable().stream()
                    .map(item -> new DeadPart(Optional.empty(), item.path(), item.reason(), Optional.empty()))
                    .toList();
            if (!wanted.isEmpty()) {
                toSend.add(new PreparedDelivery(delivery, wanted, unreadable));
                events.addAll(wanted);
            } else if (unreadable.isEmpty()) {
                done.add(verdicts.nothingForwarded(delivery.id(), started));
            } else {
                done.add(verdicts.unreadable(delivery, started, unreadable));
            }
        } catch (MalformedPayloadException malformed) {
            String reason = String.valueOf(malformed.getMessage());
            done.add(verdicts.unreadable(
                    delivery, started, List.of(new DeadPart(Optional.empty(), "", reason, Optional.empty()))));
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error(
                    "A webhook could not be normalized because of a fault in the bridge; it becomes a dead letter and can be"
                            + " retried with a later version",
                    kv(LogFields.WEBHOOK, delivery.id().webhook()),
                    kv(LogFields.DESTINATION, name),
                    bug);
            DeadPart part = new DeadPart(Optional.empty(), "", "a fault in the normalizer: " + bug, Optional.empty());
            done.add(verdicts.unreadable(delivery, started, List.of(part)));
        } catch (Error fault) {
            // Not the webhook's, perhaps: memory that others took, a jar that was replaced. It delays no other
            // meanwhile.
            DeliveryWorker.throwIfFatal(fault);
            LOG.error(
                    "A webhook could not be normalized and is tried again",
                    kv(LogFields.WEBHOOK, delivery.id().webhook()),
                    kv(LogFields.DESTINATION, name),
                    fault);
            PreparedDelivery nothing = new PreparedDelivery(delivery, List.of(), List.of());
            Outcome outcome = DeliveryWorker.fault(fault);
            done.add(verdicts.again(nothing, outcome, Verdicts.Circumstances.unsent(started)));
        }
    }

    private List<OcsfEvent> wanted(ClaimedDelivery delivery, Normalization normalization) {
        return normalization.events().stream()
                .filter(event -> filter.wants(delivery.webhook().source(), event))
                .filter(event -> !delivery.acceptedEvents().contains(event.uid()))
                .toList();
    }
}
