package io.siembridge.app.destination.file;

import java.io.IOException;

/** A file that cannot be written as the configuration has it. The message says why, and what to do about it. */
class UnusableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableFileException(String message) {
        super(message);
    }
}
