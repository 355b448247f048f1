package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalization.Novelty;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Payload;
import io.siembridge.normalizers.vendor.PayloadReader;
import io.siembridge.normalizers.vendor.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out what kind of message each item is and has it mapped. */
final class SodaNormalizer implements Normalizer {
    /** Whoever has this address can add links to an incident without any other proof: it is a key, not a fact. */
    private static final Set<String> SECRETS = Set.of("incidentlinkcallbackurl");

    private static final Set<String> KNOWN_FIELDS = KnownFields.paths();
    private static final int MAX_NOVELTIES = 20;

    private final SodaVendor vendor;
    private final NormalizerSettings settings;

    SodaNormalizer(SodaVendor vendor, NormalizerSettings settings) {
        this.vendor = vendor;
        this.settings = settings;
    }

    @Override
    public Normalization normalize(byte[] body, Provenance provenance) throws MalformedPayloadException {
        EventFactory factory = new EventFactory(vendor, settings, provenance);
        PayloadReader.Items items = PayloadReader.read(body);
        List<OcsfEvent> events = new ArrayList<>();
        Set<Novelty> novelties = new LinkedHashSet<>();
        for (Item item : items.items()) {
            Payload message = Payload.of(item.json());
            hideSecrets(item, message);
            Optional<String> name = message.take("event");
            Optional<MessageType> type =
                    name.isPresent() ? name.flatMap(MessageType::named) : MessageType.shapedLike(message);
            Delivery delivery = new Delivery(factory, item, message, eventCode(name, type));
            events.addAll(type.map(known -> normalize(delivery, known)).orElseGet(() -> List.of(delivery.unknown())));
            novelties.addAll(novelties(message, name, type));
        }
        return new Normalization(
                events,
                items.unreadable(),
                novelties.stream().limit(MAX_NOVELTIES).toList());
    }

    /**
     * Where a name is repeated, the tree shows only its last value, and a secret may hide behind it: such a text is never
     * shown as it was received.
     */
    private static void hideSecrets(Item item, Payload message) {
        message.dropNamed(SECRETS);
        boolean mayHide = item.isAmbiguous()
                && (item.text().contains("\\u")
                        || SECRETS.stream().anyMatch(item.text().toLowerCase(Locale.ROOT)::contains));
        if (mayHide) {
            message.at("incidentLinkCallbackUrl").drop();
        }
    }

    private static String eventCode(Optional<String> name, Optional<MessageType> type) {
        return name.or(() -> type.map(MessageType::eventName)).orElse("unrecognised");
    }

    private static List<OcsfEvent> normalize(Delivery delivery, MessageType type) {
        Payload message = delivery.envelope();
        return switch (type) {
            case VALIDATE -> List.of(validate(delivery));
            case CHECK_EVALUATION ->
                message.at("checkResults").isArray() ? CheckMapping.normalize(delivery) : List.of(delivery.unknown());
            case INCIDENT_CREATED, INCIDENT_UPDATED ->
                List.of(
                        message.at("incident").isObject()
                                ? IncidentMapping.normalize(delivery, type == MessageType.INCIDENT_CREATED)
                                : delivery.unknown());
            case CONTRACT_PUBLISHED -> List.of(EntityMapping.contract(delivery));
            case AGREEMENT_CREATED -> List.of(EntityMapping.agreement(delivery, 1, "created"));
            case AGREEMENT_CONTENTS_UPDATED -> List.of(EntityMapping.agreement(delivery, 3, "changed"));
            case AGREEMENT_DELETED -> List.of(EntityMapping.agreement(delivery, 4, "deleted"));
        };
    }

    private static OcsfEvent validate(Delivery delivery) {
        Payload message = delivery.envelope();
        EventBuilder event = delivery.start(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity("Validate"));
        event.label("test").severity(Severity.INFORMATIONAL).status(1, "Success");
        EventTime.set(event, message.at("sentAt"));
        event.message("Soda webhook validated");
        return delivery.finish(event, message, "event", Forwarding.TEST);
    }

    private static List<Novelty> novelties(Payload message, Optional<String> name, Optional<MessageType> type) {
        if (type.isEmpty()) {
            return List.of(new Novelty(Novelty.Kind.EVENT_TYPE, name.orElse("unrecognised")));
        }
        return message.unknownFields(KNOWN_FIELDS, MAX_NOVELTIES).stream()
                .map(path -> new Novelty(Novelty.Kind.FIELD, path))
                .toList();
    }
}
