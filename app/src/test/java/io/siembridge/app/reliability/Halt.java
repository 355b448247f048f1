package io.siembridge.app.reliability;

import io.siembridge.app.spool.SpoolListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends the process as a kill would, without hooks or goodbyes, when the spool comes to a named point for the nth time. */
final class Halt implements SpoolListener {
    private final Point point;
    private final AtomicInteger passes;

    /** Where the process ends. */
    enum Point {
        NOWHERE,
        /** Webhooks are written and not committed. */
        BEFORE_COMMIT,
        /** Webhooks are committed and their senders do not know. */
        BEFORE_ANSWER,
        /** Peers have events, and the spool does not know. */
        BEFORE_SETTLING,
        /** Settlements are committed and the workers do not know. */
        AFTER_SETTLING,
        /** Retention has removed rows and not committed. */
        BEFORE_TIDYING,
        /** Retention has committed a step. */
        AFTER_TIDYING
    }

    Halt(Point point, int passes) {
        this.point = point;
        this.passes = new AtomicInteger(passes);
    }

    /** What a child process is told of it. */
    List<String> arguments() {
        return List.of(point.name(), Integer.toString(passes.get()));
    }

    @Override
    public void beforeCommit(int acceptances, int settlements) {
        pass(acceptances > 0, Point.BEFORE_COMMIT);
        pass(settlements > 0, Point.BEFORE_SETTLING);
        pass(acceptances + settlements == 0, Point.BEFORE_TIDYING);
    }

    @Override
    public void afterCommit(int acceptances, int settlements, Duration took) {
        pass(acceptances > 0, Point.BEFORE_ANSWER);
        pass(settlements > 0, Point.AFTER_SETTLING);
        pass(acceptances + settlements == 0, Point.AFTER_TIDYING);
    }

    private void pass(boolean here, Point place) {
        if (here && place == point && passes.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
        }
    }
}
