package io.siembridge.app.operator;

import io.siembridge.app.spool.DeadLetter;

/** What somebody who finds a dead letter can do about it. */
final class NextStep {
    private NextStep() {}

    static String of(DeadLetter letter) {
        if (letter.reason().startsWith("given up")) {
            return "Delivery was tried for as long as retry.max_age or retry.max_attempts allows. Mend "
                    + letter.destination() + ", then retry.";
        }
        if (letter.reason().startsWith("a fault in the normalizer")) {
            return "This is a fault of the bridge. Keep the dead letter, report the webhook, and retry after upgrading.";
        }
        if (letter.eventUid().isEmpty()) {
            return "The bridge cannot read " + (letter.path().isEmpty() ? "the body" : "this part of the body")
                    + ". Look at it: if the vendor changed its format, upgrade and retry; if it is rubbish, discard.";
        }
        return letter.destination()
                + " refuses this event for good. Read its answer, change the destination's settings or the"
                + " event's (max_event, index, severity), then retry; or discard.";
    }
}
