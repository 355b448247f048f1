package io.siembridge.app.cli;

/** Something asked for in a way that cannot be: exit code 2. */
final class UsageException extends Exception {
    UsageException(String message) {
        super(message);
    }
}
