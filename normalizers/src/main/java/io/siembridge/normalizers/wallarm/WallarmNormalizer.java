package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.PayloadReader;
import io.siembridge.normalizers.vendor.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Maps Wallarm's webhooks: each item of a body is offered to one mapping after the other, and the first takes it. */
final class WallarmNormalizer implements Normalizer {
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

    private final WallarmVendor vendor;
    private final NormalizerSettings settings;

    WallarmNormalizer(WallarmVendor vendor, NormalizerSettings settings) {
        this.vendor = vendor;
        this.settings = settings;
    }

    @Override
    public Normalization normalize(byte[] body, Provenance provenance) throws MalformedPayloadException {
        WallarmEvents events = new WallarmEvents(new EventFactory(vendor, settings, provenance));
        PayloadReader.Items items = PayloadReader.read(body);
        Novelties novelties = new Novelties();
        List<OcsfEvent> normalized = new ArrayList<>();
        for (Item item : items.items()) {
            Notification notification = Notification.of(item);
            novelties.look(notification);
            normalized.add(event(notification, events));
        }
        return new Normalization(normalized, items.unreadable(), novelties.found());
    }

    private static OcsfEvent event(Notification notification, WallarmEvents events) {
        for (Mapping mapping : MAPPINGS) {
            Optional<EventBuilder> event = mapping.map(notification, events);
            if (event.isPresent()) {
                return events.finish(notification, event.get());
            }
        }
        return events.baseEvent(notification);
    }
}
