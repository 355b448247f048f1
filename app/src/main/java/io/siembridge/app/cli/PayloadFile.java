package io.siembridge.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A payload somebody names: a file, or {@code -} for standard input. */
final class PayloadFile {
    private static final Path STANDARD_INPUT = Path.of("-");

    private PayloadFile() {}

    static byte[] read(Path file) throws FailedException {
        try {
            return file.equals(STANDARD_INPUT) ? System.in.readAllBytes() : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new FailedException("There is no payload file " + file, e);
        } catch (IOException e) {
            throw new FailedException("The payload " + file + " could not be read: " + e, e);
        }
    }
}
