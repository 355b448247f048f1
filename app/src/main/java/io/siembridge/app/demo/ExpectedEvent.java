package io.siembridge.app.demo;

import io.siembridge.normalizers.ocsf.OcsfEvent;

/** What must come out of every destination for one event: enough to see that it is this event and not just any. */
record ExpectedEvent(String uid, int classUid, int severityId) {
    static ExpectedEvent of(OcsfEvent event) {
        return new ExpectedEvent(
                event.uid(), event.eventClass().uid(), event.severity().id());
    }
}
