package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.ItemNormalizer;
import io.siembridge.normalizers.vendor.Novelties;
import java.util.List;
import java.util.Optional;

/** Each notification is offered to one mapping after the other, and the first that can takes it. */
final class WallarmNormalizer implements ItemNormalizer {
    private static final List<Mapping> MAPPINGS = List.of(
            new HitMapping(),
            new IssueMapping(),
            new DenylistMapping(),
            new ThresholdMapping(),
            new RogueApiMapping(),
            new CompromisedLoginsMapping(),
            new ApiChangeMapping(),
            new UserMapping(),
            new AdministrationMapping(),
            new ExposedAssetMapping(),
            new SpecificationMapping(),
            new StatisticsMapping());

    @Override
    public List<OcsfEvent> normalize(Item item, EventFactory factory, Novelties novelties) {
        Notification notification = Notification.of(item);
        WallarmEvents events = new WallarmEvents(factory);
        note(notification, novelties);
        for (Mapping mapping : MAPPINGS) {
            Optional<EventBuilder> event = mapping.normalize(notification, events);
            if (event.isPresent()) {
                return List.of(events.finish(notification, event.get()));
            }
        }
        return List.of(events.unknown(notification));
    }

    /** Of a notification of an unknown type only the type is new: every member of it would be. */
    private static void note(Notification notification, Novelties novelties) {
        String type = notification.type();
        if (type.isBlank() || NotificationTypes.isKnown(type)) {
            novelties.fields(notification.payload(), WallarmFields.KNOWN);
        } else {
            novelties.eventType(notification.typeAsSent());
        }
    }
}
