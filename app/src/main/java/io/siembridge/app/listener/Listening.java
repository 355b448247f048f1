package io.siembridge.app.listener;

import io.javalin.Javalin;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** Starts a listener and explains why it could not. */
public final class Listening {
    private Listening() {}

    /**
     * Starts a listener.
     *
     * @param key the configuration key that says where to listen
     */
    public static void start(Javalin javalin, ListenAddress address, String key) throws ListenException {
        try {
            javalin.start(address.host(), address.port());
        } catch (RuntimeException failure) {
            throw new ListenException(explain(failure, address, key), failure);
        }
    }

    private static String explain(RuntimeException failure, ListenAddress address, String key) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("already in use")) {
                return "Cannot listen on " + address + " (" + key
                        + "): the port is already in use. Stop what listens there, or configure another port.";
            }
            if (cause instanceof BindException) {
                return "Cannot listen on " + address + " (" + key + "): " + cause.getMessage()
                        + ". Configure an address of this machine and a port that this user may take.";
            }
        }
        return "Cannot listen on " + address + " (" + key + "): " + failure.getMessage();
    }
}
