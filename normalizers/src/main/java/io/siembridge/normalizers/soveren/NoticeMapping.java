package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.SeverityTable;

/** What the vendor says about itself: discovery done, rules in conflict, a sensor to update. */
final class NoticeMapping {
    private final Envelope envelope;
    private final EventObject object;
    private final EventType type;

    NoticeMapping(Envelope envelope, EventObject object, EventType type) {
        this.envelope = envelope;
        this.object = object;
        this.type = type;
    }

    OcsfEvent scan(SeverityTable severities) {
        EventBuilder event = envelope.open(EventClass.SCAN_ACTIVITY, EventClass.SCAN_ACTIVITY.activity(2));
        event.status(1, "Success");
        event.attributes()
                .object(
                        "scan",
                        scan -> scan.text("uid", object.number())
                                .text("name", "Soveren discovery")
                                .choice("type_id", 99, "type", "Discovery"));
        return finish(event, severities);
    }

    OcsfEvent ruleConflict(SeverityTable severities) {
        EventBuilder event = envelope.open(EventClass.APPLICATION_ERROR, EventClass.APPLICATION_ERROR.activity(1));
        event.status(2, "Failure");
        return finish(event, severities);
    }

    OcsfEvent release(SeverityTable severities) {
        EventBuilder event =
                envelope.open(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity("Release Update"));
        event.status(1, "Success");
        return finish(event, severities);
    }

    private OcsfEvent finish(EventBuilder event, SeverityTable severities) {
        SeverityWords.rate(event, object, type, severities);
        return envelope.finish(event, "notice");
    }
}
