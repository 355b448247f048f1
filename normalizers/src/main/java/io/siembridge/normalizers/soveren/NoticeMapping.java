package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;

/** What the vendor says about itself: discovery done, rules in conflict, a sensor to update. */
final class NoticeMapping {
    private final SoverenEvents events;
    private final EventObject object;
    private final EventType type;

    NoticeMapping(SoverenEvents events, EventObject object, EventType type) {
        this.events = events;
        this.object = object;
        this.type = type;
    }

    OcsfEvent scan() {
        EventBuilder event = events.start(EventClass.SCAN_ACTIVITY, EventClass.SCAN_ACTIVITY.activity(2));
        event.status(1, "Success");
        event.attributes()
                .object(
                        "scan",
                        scan -> scan.text("uid", object.number())
                                .text("name", "Soveren discovery")
                                .choice("type_id", 99, "type", "Discovery"));
        return finish(event);
    }

    OcsfEvent ruleConflict() {
        EventBuilder event = events.start(EventClass.APPLICATION_ERROR, EventClass.APPLICATION_ERROR.activity(1));
        event.status(2, "Failure");
        return finish(event);
    }

    OcsfEvent release() {
        EventBuilder event = events.start(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity("Release Update"));
        event.status(1, "Success");
        return finish(event);
    }

    private OcsfEvent finish(EventBuilder event) {
        events.severities().rate(event, object, type);
        return events.finish(event, "notice");
    }
}
