package io.siembridge.app.spool;

import org.jspecify.annotations.Nullable;

/** A store that cannot be used. The message says what was tried, on which file, and what to do. */
public final class SpoolException extends Exception {
    public SpoolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
