package io.siembridge.app.destination;

/** Takes the outcome of each event of one {@link Destination#send}; may be called from any thread. */
@FunctionalInterface
public interface Outcomes {
    /**
     * Takes the outcome of one event.
     *
     * @param index place of the event in the list that was sent
     */
    void report(int index, Outcome outcome);

    /** Reports the same outcome for events {@code from} (inclusive) to {@code to} (exclusive). */
    default void reportAll(int from, int to, Outcome outcome) {
        for (int index = from; index < to; index++) {
            report(index, outcome);
        }
    }
}
