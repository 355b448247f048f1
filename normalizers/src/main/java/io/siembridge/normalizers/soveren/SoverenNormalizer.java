package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.PayloadReader;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.SeverityTable;
import java.util.ArrayList;
import java.util.List;

/**
 * One OCSF event for each event object. Soveren sends one object a webhook; arrays and lines of objects are understood
 * as well.
 */
final class SoverenNormalizer implements Normalizer {
    private final SoverenVendor vendor;
    private final NormalizerSettings settings;

    SoverenNormalizer(SoverenVendor vendor, NormalizerSettings settings) {
        this.vendor = vendor;
        this.settings = settings;
    }

    @Override
    public Normalization normalize(byte[] body, Provenance provenance) throws MalformedPayloadException {
        EventFactory events = new EventFactory(vendor, settings, provenance);
        PayloadReader.Items items = PayloadReader.read(body);
        List<OcsfEvent> normalized = new ArrayList<>();
        Novelties novelties = new Novelties();
        for (Item item : items.items()) {
            EventObject object = new EventObject(item.json());
            novelties.collect(object);
            normalized.add(normalize(new Envelope(events, item, object), object));
        }
        return new Normalization(normalized, items.unreadable(), novelties.list());
    }

    private OcsfEvent normalize(Envelope envelope, EventObject object) {
        SeverityTable severities = settings.severities();
        return object.type()
                .map(type -> normalize(envelope, object, type))
                .orElseGet(() -> new UnknownMapping(envelope, object).normalize(severities));
    }

    private OcsfEvent normalize(Envelope envelope, EventObject object, EventType type) {
        SeverityTable severities = settings.severities();
        NoticeMapping notice = new NoticeMapping(envelope, object, type);
        return switch (type.meaning()) {
            case VIOLATION, NEWS -> new FindingMapping(envelope, object, type).normalize(severities);
            case SCAN -> notice.scan(severities);
            case RULE_CONFLICT -> notice.ruleConflict(severities);
            case RELEASE -> notice.release(severities);
        };
    }
}
