package io.siembridge.app.listener;

import org.jspecify.annotations.Nullable;

/** A listener that could not be started. The message says where it tried to listen, why it failed and what to do. */
public final class ListenException extends Exception {
    public ListenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
