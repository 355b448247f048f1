package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Payload;
import io.siembridge.normalizers.vendor.PayloadReader;
import io.siembridge.normalizers.vendor.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Maps Snyk's webhooks: a ping, or a snapshot of which each new and each removed issue is an event. */
final class SnykNormalizer implements Normalizer {
    private final SnykVendor vendor;
    private final NormalizerSettings settings;

    SnykNormalizer(SnykVendor vendor, NormalizerSettings settings) {
        this.vendor = vendor;
        this.settings = settings;
    }

    @Override
    public Normalization normalize(byte[] body, Provenance provenance) throws MalformedPayloadException {
        EventFactory factory = new EventFactory(vendor, settings, provenance);
        PayloadReader.Items items = PayloadReader.read(body);
        boolean alone = items.items().size() + items.unreadable().size() == 1;
        List<OcsfEvent> events = new ArrayList<>();
        Novelties novelties = new Novelties();
        for (Item item : items.items()) {
            Payload payload = Payload.of(item.json());
            SnykWebhook webhook = new SnykWebhook(factory, eventName(provenance, payload));
            novelties.look(webhook.name(), payload);
            events.addAll(events(webhook, item, payload, alone ? "" : item.path() + ".", novelties));
        }
        return new Normalization(events, items.unreadable(), novelties.found());
    }

    private static EventName eventName(Provenance provenance, Payload body) {
        Optional<String> header = provenance.header(SnykVendor.EVENT_HEADER).filter(text -> !text.isBlank());
        return header.map(EventName::of).orElseGet(() -> EventName.guessedFrom(body));
    }

    private static List<OcsfEvent> events(
            SnykWebhook webhook, Item item, Payload payload, String pathPrefix, Novelties novelties) {
        return switch (webhook.name().kind()) {
            case PING -> List.of(WebhookMapping.ping(webhook, item, payload));
            case PROJECT_SNAPSHOT -> snapshot(webhook, item, payload, new Snapshot(item, pathPrefix), novelties);
            case UNKNOWN -> List.of(WebhookMapping.unknown(webhook, item, payload));
        };
    }

    private static List<OcsfEvent> snapshot(
            SnykWebhook webhook, Item item, Payload payload, Snapshot snapshot, Novelties novelties) {
        List<OcsfEvent> events = new ArrayList<>();
        for (Issue issue : snapshot.issues()) {
            novelties.look(issue);
            events.add(issue(webhook, issue));
        }
        if (events.isEmpty() && !snapshot.isQuiet(webhook.name())) {
            return List.of(WebhookMapping.unknown(webhook, item, payload));
        }
        if (events.isEmpty()) {
            events.add(WebhookMapping.scan(webhook, item, payload));
        }
        if (item.isAmbiguous()) {
            events.add(WebhookMapping.original(webhook, item, payload));
        }
        return events;
    }

    private static OcsfEvent issue(SnykWebhook webhook, Issue issue) {
        return switch (issue.type()) {
            case VULNERABILITY -> new VulnerabilityMapping(webhook, issue).event();
            case LICENCE -> new ComplianceMapping(webhook, issue).licence();
            case CONFIGURATION -> new ComplianceMapping(webhook, issue).configuration();
            case UNKNOWN -> WebhookMapping.unknownIssue(webhook, issue);
        };
    }
}
