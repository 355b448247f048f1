package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.EventBuilder;
import java.util.Optional;

/** Turns the notifications of one kind into events of one class. */
interface Mapping {
    /** The event; empty for a notification of another kind, and for one that lacks what the class cannot do without. */
    Optional<EventBuilder> normalize(Notification notification, WallarmEvents events);
}
