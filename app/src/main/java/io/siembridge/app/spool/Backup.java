package io.siembridge.app.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;

/**
 * Copies the spool while it runs, as of one moment. The copy is written beside its target and takes its name when it is whole and
 * synced. While it is being written the write-ahead log cannot be reused and grows with what is accepted.
 */
final class Backup {
    private final Connections connections;

    Backup(Connections connections) {
        this.connections = connections;
    }

    void to(Path target) throws SpoolException {
        Path file = target.toAbsolutePath().normalize();
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        if (Files.exists(file) || Files.exists(partial)) {
            throw new SpoolException(
                    "Cannot back the spool up to " + file + ": it or " + partial
                            + " is there already. Choose another name, or remove what is left of an earlier backup.",
                    null);
        }
        try {
            // SQLite copies into an empty file, which keeps the permissions it was made with.
            PrivateFiles.createFile(partial);
            copy(partial);
            unmark(partial);
            sync(partial);
            Files.move(partial, file);
            PrivateFiles.sync(Optional.ofNullable(file.getParent()).orElse(file));
        } catch (IOException | SQLException | JdbiException e) {
            delete(partial);
            throw new SpoolException(
                    "Cannot back the spool up to " + file + " (" + e.getMessage()
                            + "). Check that the folder is there, may be written to and has room for a copy.",
                    e);
        }
    }

    private void copy(Path partial) throws SQLException {
        try (Handle handle = connections.copier()) {
            handle.createUpdate("VACUUM INTO ?").bind(0, partial.toString()).execute();
        }
    }

    /** Nobody has the copy open, and it needs no log. */
    private static void unmark(Path partial) throws SQLException {
        try (Connection connection = new SQLiteConfig().createConnection(SpoolFile.url(partial));
                Handle handle = Jdbi.create(() -> connection).open()) {
            OpenMark.remove(handle);
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void delete(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot remove the unfinished backup " + partial, e);
        }
    }
}
