package io.siembridge.normalizers.vendor;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory.TooManyEventsException;
import java.util.ArrayList;
import java.util.List;

/** The normalizer of a vendor whose items can be understood each by itself. */
public final class ItemwiseNormalizer implements Normalizer {
    private final Vendor vendor;
    private final NormalizerSettings settings;
    private final ItemNormalizer normalizer;

    public ItemwiseNormalizer(Vendor vendor, NormalizerSettings settings, ItemNormalizer normalizer) {
        this.vendor = vendor;
        this.settings = settings;
        this.normalizer = normalizer;
    }

    @Override
    public Normalization normalize(byte[] body, Provenance provenance) throws MalformedPayloadException {
        EventFactory factory = new EventFactory(vendor, settings, provenance);
        PayloadReader.Items items = PayloadReader.read(body);
        List<OcsfEvent> events = new ArrayList<>();
        Novelties novelties = new Novelties();
        try {
            for (Item item : items.items()) {
                events.addAll(normalizer.normalize(item, factory, novelties));
            }
        } catch (TooManyEventsException tooMany) {
            throw new MalformedPayloadException("The body has more than " + PayloadReader.MAX_ITEMS + " events");
        }
        return new Normalization(events, items.unreadable(), novelties.list());
    }
}
