package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.ItemNormalizer;
import io.siembridge.normalizers.vendor.Novelties;
import java.util.List;
import java.util.Optional;

/** One OCSF event for each event object, by its type. */
final class SoverenNormalizer implements ItemNormalizer {
    @Override
    public List<OcsfEvent> normalize(Item item, EventFactory factory, Novelties novelties) {
        EventObject object = new EventObject(item.json());
        SoverenEvents events = new SoverenEvents(factory, item, object);
        Optional<EventType> type = object.type();
        if (type.filter(EventType::isListed).isEmpty()) {
            object.text("event_type").ifPresent(novelties::eventType);
        }
        novelties.fields(object.payload(), SoverenFields.KNOWN);
        return List.of(type.map(known -> normalize(events, object, known)).orElseGet(events::unknown));
    }

    private static OcsfEvent normalize(SoverenEvents events, EventObject object, EventType type) {
        NoticeMapping notice = new NoticeMapping(events, object, type);
        return switch (type.meaning()) {
            case VIOLATION, NEWS -> new FindingMapping(events, object, type).normalize();
            case SCAN -> notice.scan();
            case RULE_CONFLICT -> notice.ruleConflict();
            case RELEASE -> notice.release();
        };
    }
}
