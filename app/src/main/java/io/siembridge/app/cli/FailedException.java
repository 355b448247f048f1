package io.siembridge.app.cli;

import org.jspecify.annotations.Nullable;

/** What was asked failed: exit code 1. The message says what was tried and what to do. */
final class FailedException extends Exception {
    FailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
