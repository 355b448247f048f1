package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.SeverityTable;

/**
 * An item of a type this version does not know, or of none. What every event object has is still understood: time,
 * title, number and sensitivity, so a new type of violation is neither late nor unrated.
 */
final class UnknownMapping {
    private final Envelope envelope;
    private final EventObject object;

    UnknownMapping(Envelope envelope, EventObject object) {
        this.envelope = envelope;
        this.object = object;
    }

    OcsfEvent normalize(SeverityTable severities) {
        String word = EventBuilder.oneLine(envelope.eventType());
        Activity activity = EventClass.BASE_EVENT.otherActivity(word.isEmpty() ? Envelope.UNNAMED : word);
        EventBuilder event = envelope.open(EventClass.BASE_EVENT, activity);
        SeverityWords.rateUnknown(event, object, severities);
        event.status(0, "Unknown");
        return envelope.finishUnknown(event);
    }
}
