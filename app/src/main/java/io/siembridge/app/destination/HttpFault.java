package io.siembridge.app.destination;

/** An HTTP exchange that came to no answer, with what that means for the events in it. */
public final class HttpFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    HttpFault(Outcome outcome) {
        super(outcome.reason());
        this.outcome = outcome;
    }

    /** {@link Outcome.Kind#PAUSED} when a person has to mend it, else {@link Outcome.Kind#RETRY}. */
    public Outcome outcome() {
        return outcome;
    }
}
