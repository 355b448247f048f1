package io.siembridge.app.bridge;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a bridge whose public listener has gone deaf: started anew it takes webhooks again, and as it is it never would. */
final class ListenerWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerWatch.class);

    /** A machine that is merely busy gives a sign of life within that many looks. */
    private static final int MOST_MISSED = 3;

    private final BooleanSupplier isAlive;
    private final Consumer<Throwable> deaf;
    private int missed;

    ListenerWatch(BooleanSupplier isAlive, Consumer<Throwable> deaf) {
        this.isAlive = isAlive;
        this.deaf = deaf;
    }

    @Override
    public void run() {
        missed = isAlive.getAsBoolean() ? 0 : missed + 1;
        if (missed == MOST_MISSED) {
            String message =
                    "The listener of webhooks answers nobody any more, most likely for want of memory (look for"
                            + " OutOfMemoryError above). The bridge ends, and nothing acknowledged is lost: start it again, with a"
                            + " larger heap (-Xmx) or a smaller server.max_in_flight";
            LOG.error("{}", message);
            deaf.accept(new IllegalStateException(message));
        }
    }
}
