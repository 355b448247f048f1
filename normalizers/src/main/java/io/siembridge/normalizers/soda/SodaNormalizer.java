package io.siembridge.normalizers.soda;

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

/** Maps Soda's webhooks. */
final class SodaNormalizer implements Normalizer {
    private final SodaVendor vendor;
    private final NormalizerSettings settings;

    SodaNormalizer(SodaVendor vendor, NormalizerSettings settings) {
        this.vendor = vendor;
        this.settings = settings;
    }

    @Override
    public Normalization normalize(byte[] body, Provenance provenance) throws MalformedPayloadException {
        EventFactory events = new EventFactory(vendor, settings, provenance);
        PayloadReader.Items items = PayloadReader.read(body);
        List<OcsfEvent> normalized = new ArrayList<>();
        for (Item item : items.items()) {
            normalized.add(events.unknown(item, Payload.of(item.json()), vendor.displayName(), "unrecognised"));
        }
        return new Normalization(normalized, items.unreadable(), List.of());
    }
}
