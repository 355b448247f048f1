package io.siembridge.app.destination.file;

/** A file that another process writes. */
final class LockedFileException extends UnusableFileException {
    private static final long serialVersionUID = 1L;

    LockedFileException(String message) {
        super(message);
    }
}
