package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.EventTime;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.ItemNormalizer;
import io.siembridge.normalizers.vendor.Novelties;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out what type of message an item is and has it mapped. */
final class SodaNormalizer implements ItemNormalizer {
    /** Whoever has this address can add links to an incident without any other proof: it is a key, not a fact. */
    private static final Set<String> SECRETS = Set.of("incidentlinkcallbackurl");

    @Override
    public List<OcsfEvent> normalize(Item item, EventFactory factory, Novelties novelties) {
        Payload message = Payload.of(item.json());
        message.dropNamed(SECRETS);
        Optional<String> name = message.take("event");
        Optional<EventType> type = name.isPresent() ? name.flatMap(EventType::named) : EventType.shapedLike(message);
        SodaEvents events = new SodaEvents(
                factory, item, message, name.or(() -> type.map(EventType::word)).orElse(""));
        if (type.isPresent()) {
            novelties.fields(message, SodaFields.KNOWN);
        } else {
            novelties.eventType(name.orElse("no event name"));
        }
        return type.map(known -> normalize(events, known)).orElseGet(() -> List.of(events.unknown()));
    }

    private static List<OcsfEvent> normalize(SodaEvents events, EventType type) {
        return switch (type) {
            case CHECK_EVALUATION -> CheckMapping.normalize(events);
            case INCIDENT_CREATED -> List.of(IncidentMapping.normalize(events, true));
            case INCIDENT_UPDATED -> List.of(IncidentMapping.normalize(events, false));
            case CONTRACT_PUBLISHED -> List.of(EntityMapping.contract(events));
            case AGREEMENT_CREATED -> List.of(EntityMapping.agreement(events, 1, "created"));
            case AGREEMENT_CONTENTS_UPDATED -> List.of(EntityMapping.agreement(events, 3, "changed"));
            case AGREEMENT_DELETED -> List.of(EntityMapping.agreement(events, 4, "deleted"));
            case VALIDATE -> List.of(validate(events));
        };
    }

    /** Sent when the webhook is set up, to see whether it arrives. */
    private static OcsfEvent validate(SodaEvents events) {
        Payload message = events.message();
        EventBuilder event = events.start(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity("Validate"));
        event.severity(Severity.INFORMATIONAL).status(1, "Success").message("Soda webhook validated");
        EventTime.set(event, message.at("sentAt"));
        return events.finish(event, message, "event", Forwarding.TEST);
    }
}
