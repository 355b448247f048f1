package io.siembridge.app.listener;

import io.javalin.Javalin;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
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
        String refused = "Cannot listen on " + address + " (" + key + "): ";
        // The web framework calls every failure to bind a port in use; only the innermost cause knows.
        Throwable cause = innermost(failure);
        if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
            return refused + "there is no address of this name. Configure an address of this machine.";
        }
        if (String.valueOf(cause.getMessage()).contains("already in use")) {
            return refused + "the port is already in use. Stop what listens there, or configure another port.";
        }
        return cause instanceof BindException
                ? refused + cause.getMessage()
                        + ". Configure an address of this machine and a port that this user may take."
                : refused + failure.getMessage();
    }

    private static Throwable innermost(Throwable failure) {
        Throwable innermost = failure;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            innermost = cause;
        }
        return innermost;
    }
}
