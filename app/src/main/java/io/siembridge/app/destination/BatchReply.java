package io.siembridge.app.destination;

/**
 * What a peer said to a batch.
 *
 * @param taken how many events, from the first, it has taken
 * @param confirmedLater whether somebody else reports those that were taken
 * @param outcome of what was not taken; see the kinds
 */
public record BatchReply(Kind kind, int taken, boolean confirmedLater, Outcome outcome) {
    /** What to do about it. */
    public enum Kind {
        /** It has taken all. */
        TAKEN,
        /** It has taken those before one event, refused that one, and not looked at the rest: the rest goes again. */
        REFUSED_ONE,
        /**
         * It has taken none, and some of them may be to blame: each half goes again. The outcome is for an event that is
         * on its own: {@link Outcome.Kind#REJECTED} if the refusal can only be about the event, {@link
         * Outcome.Kind#PAUSED} if it is so only where other events pass.
         */
        REFUSED_SOME,
        /** It takes none now, whatever is in them: the outcome is for all that is left. */
        FAULT,
        /** It could not cope, as it could not with anything or because of an event: a fault, until {@link Suspects} tells. */
        FAILED
    }

    public static BatchReply taken(int events) {
        return new BatchReply(Kind.TAKEN, events, false, Outcome.accepted());
    }

    public static BatchReply refusedOne(int place, Outcome rejection) {
        return new BatchReply(Kind.REFUSED_ONE, place, false, rejection);
    }

    public static BatchReply refusedSome(Outcome ifAlone) {
        return new BatchReply(Kind.REFUSED_SOME, 0, false, ifAlone);
    }

    public static BatchReply fault(Outcome outcome) {
        return new BatchReply(Kind.FAULT, 0, false, outcome);
    }

    public static BatchReply failed(Outcome outcome) {
        return new BatchReply(Kind.FAILED, 0, false, outcome);
    }

    /** The same reply, where what was taken is only confirmed later. */
    public BatchReply toBeConfirmed() {
        return new BatchReply(kind, taken, true, outcome);
    }
}
