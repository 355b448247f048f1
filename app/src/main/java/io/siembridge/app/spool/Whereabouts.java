package io.siembridge.app.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Whether the spool's file and its log still lie where they were opened. SQLite goes on writing into files that were deleted, moved or
 * replaced meanwhile, and every commit succeeds; what is stored so is gone with the process.
 */
final class Whereabouts {
    private final SpoolFile spool;
    private volatile Optional<Object> file = Optional.empty();
    private volatile Optional<Object> log = Optional.empty();

    Whereabouts(SpoolFile spool) {
        this.spool = spool;
    }

    SpoolFile spool() {
        return spool;
    }

    /** To be called once it is open for writing: a layered file system, as containers have, makes a copy at that moment. */
    void rememberFile() {
        file = identity(spool.path());
    }

    /** To be called when the writer has opened the log; it may be another one than before. */
    void rememberLog() {
        log = identity(spool.log());
    }

    /** To be called when the writer has closed the log: SQLite takes it away with the last connection, and makes another. */
    void forgetLog() {
        log = Optional.empty();
    }

    /** Asks the file system each time: an answer that is a moment old could be wrong for the webhook that is acknowledged next. */
    boolean areKept() {
        return isKept(file, spool.path()) && isKept(log, spool.log());
    }

    /** A connection would otherwise find another file, or none. */
    void check() throws SQLException {
        if (!isKept(file, spool.path())) {
            throw new SQLException(
                    spool.path() + " is not the file that was opened: it was deleted, moved or replaced");
        }
    }

    private static boolean isKept(Optional<Object> remembered, Path path) {
        return remembered.isEmpty() || remembered.equals(identity(path));
    }

    /** Device and inode. Where there are none, as on Windows, an open file can neither be deleted nor moved. */
    private static Optional<Object> identity(Path path) {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
