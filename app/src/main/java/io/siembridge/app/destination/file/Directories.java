package io.siembridge.app.destination.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** What has to be done to the directory a file is in. */
final class Directories {
    private Directories() {}

    /**
     * Creates the file's directory if only that is missing. A longer missing path is more likely a disk that is not
     * mounted or a slip of the pen, and is left alone.
     */
    static void createIfMissing(Path file) throws IOException {
        Path directory = of(file);
        if (Files.isDirectory(directory)) {
            return;
        }
        if (Files.exists(directory) || !Files.isDirectory(of(directory))) {
            throw new UnusableFileException("the directory " + directory
                    + " does not exist or may not be entered: create it, mount it, or open it to the bridge's user");
        }
        Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
    }

    static Path of(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** For a new file: events tell of weaknesses, and are for their owner's eyes. None where there are no such modes. */
    static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes a new or renamed entry survive a power failure, on systems whose directories can be synced. */
    static void sync(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel directory = FileChannel.open(of(file), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
