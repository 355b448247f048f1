package io.siembridge.app.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * The database file before it is opened for writing: made if it is missing, else proved to be ours and whole. A file that is
 * refused is left exactly as it was.
 */
final class SpoolFile {
    /** "SiBr": marks a SQLite file as a spool of this program. */
    static final int APPLICATION_ID = 0x53694272;

    /**
     * Checking a file reads all of it, about a gigabyte in a second, so at start only small ones are checked whole; {@link Integrity}
     * checks any.
     */
    private static final long CHECKED_WHOLE = 64L << 20;

    static final int PAGE_BYTES = 4096;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 100;
    private static final int PAGE_SIZE_OFFSET = 16;
    private static final int CHANGE_COUNTER_OFFSET = 24;
    private static final int PAGE_COUNT_OFFSET = 28;
    private static final int APPLICATION_ID_OFFSET = 68;
    private static final int VERSION_VALID_FOR_OFFSET = 92;
    private static final List<String> ALWAYS_CHECKED = List.of("name", "tally", "note");

    private final Path path;

    SpoolFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /**
     * Makes the folder, so that the lock can be put into it. A link is followed, as SQLite follows it: by two names the spool would
     * have two locks, and a log that nobody looks at.
     */
    static SpoolFile inFolder(Path path) throws SpoolException {
        SpoolFile named = new SpoolFile(path);
        named.makeFolder();
        try {
            return Files.exists(path) ? new SpoolFile(path.toRealPath()) : named;
        } catch (IOException e) {
            throw new SpoolException(
                    "Cannot find where the spool " + path + " leads (" + e + "). Change spool.url.", e);
        }
    }

    Path path() {
        return path;
    }

    Path folder() {
        return Optional.ofNullable(path.getParent()).orElse(path);
    }

    Path log() {
        return path.resolveSibling(path.getFileName() + "-wal");
    }

    private Path logIndex() {
        return path.resolveSibling(path.getFileName() + "-shm");
    }

    private void makeFolder() throws SpoolException {
        try {
            PrivateFiles.createFolder(folder());
        } catch (IOException e) {
            throw new SpoolException(
                    "Cannot make the folder " + folder() + " for the spool (" + e
                            + "). Make it and give it to the user that runs the bridge, or change spool.url.",
                    e);
        }
    }

    /** Makes the file, or proves that the one there may be written. To be called under the lock. */
    void prepare() throws SpoolException {
        try {
            if (isNew()) {
                create();
            } else {
                checkHeader();
                checkContentWithoutTrace();
                PrivateFiles.restrict(path);
            }
        } catch (IOException e) {
            throw new SpoolException(
                    "Cannot read or write the spool " + path + " (" + e
                            + "). Check that it belongs to the user that runs the bridge and that its disk is well.",
                    e);
        }
    }

    private boolean isNew() throws IOException, SpoolException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw refusal("is not a file", "Change spool.url.");
        }
        if (Files.exists(path) && Files.size(path) > 0) {
            return false;
        }
        if (Files.exists(log()) && Files.size(log()) > 0) {
            throw refusal(
                    "is missing or empty, but its write-ahead log " + log() + " is there and may hold webhooks",
                    "Put the file back beside its log, or move the log away to start with an empty spool.");
        }
        return true;
    }

    /** Under another name first: a process killed meanwhile leaves nothing that is half a spool. */
    private void create() throws IOException, SpoolException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(path.resolveSibling(path.getFileName() + ".new-journal"));
        PrivateFiles.createFile(unfinished);
        try (Connection connection = new SQLiteConfig().createConnection(url(unfinished));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA page_size = " + PAGE_BYTES);
            statement.executeUpdate("PRAGMA auto_vacuum = INCREMENTAL");
            statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
        } catch (SQLException e) {
            throw new SpoolException(
                    "Cannot make the spool " + path + " (" + e.getMessage() + "). Check the folder and its disk.", e);
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.sync(folder());
    }

    private void checkHeader() throws IOException, SpoolException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        long size;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            size = channel.size();
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // A short read only means that there is more to come.
            }
        }
        byte[] start = Arrays.copyOf(header.array(), MAGIC.length);
        if (header.hasRemaining() || !Arrays.equals(start, MAGIC)) {
            throw refusal(
                    "is not a SQLite file, or its beginning is destroyed",
                    "If it is something else, change spool.url; if it was a spool, restore it from a backup.");
        }
        if (header.getInt(APPLICATION_ID_OFFSET) != APPLICATION_ID) {
            throw refusal("is a database of another program", "Change spool.url.");
        }
        int pageSize = header.getShort(PAGE_SIZE_OFFSET) & 0xFFFF;
        boolean countIsValid = header.getInt(CHANGE_COUNTER_OFFSET) == header.getInt(VERSION_VALID_FOR_OFFSET);
        long expected = (pageSize == 1 ? 65_536L : pageSize) * (header.getInt(PAGE_COUNT_OFFSET) & 0xFFFFFFFFL);
        // With a log a checkpoint may have been cut short; the log then makes up for what is missing.
        boolean hasLog = Files.exists(log()) && Files.size(log()) > 0;
        if (countIsValid && !hasLog && size < expected) {
            throw damaged("it has " + size + " bytes and should have " + expected);
        }
    }

    /** Even where it only reads SQLite makes an empty log and an index of the log, and does not take them away. */
    private void checkContentWithoutTrace() throws SpoolException, IOException {
        boolean hadLog = Files.exists(log());
        boolean hadIndex = Files.exists(logIndex());
        try {
            checkContent();
        } finally {
            if (!hadLog && Files.exists(log()) && Files.size(log()) == 0) {
                Files.delete(log());
            }
            if (!hadIndex) {
                Files.deleteIfExists(logIndex());
            }
        }
    }

    /** Reads through a connection that cannot write, and so neither repairs nor migrates anything. */
    private void checkContent() throws SpoolException, IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection connection = config.createConnection(url(path));
                Statement statement = connection.createStatement()) {
            int version = number(statement, "PRAGMA user_version");
            if (version > SpoolSchema.VERSION) {
                throw refusal(
                        "was written by a newer version of the bridge (schema " + version + ", this one knows "
                                + SpoolSchema.VERSION + ")",
                        "Run that version, or restore the backup made before the upgrade.");
            }
            if (Files.size(path) <= CHECKED_WHOLE) {
                check(statement, "PRAGMA quick_check(1)");
            } else {
                for (String table : ALWAYS_CHECKED) {
                    check(statement, "PRAGMA quick_check(" + table + ")");
                }
            }
        } catch (SQLException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private void check(Statement statement, String pragma) throws SQLException, SpoolException {
        try (ResultSet result = statement.executeQuery(pragma)) {
            String answer = result.next() ? result.getString(1) : "no answer";
            if (!answer.equals("ok")) {
                throw damaged(answer);
            }
        }
    }

    private static int number(Statement statement, String pragma) throws SQLException {
        try (ResultSet result = statement.executeQuery(pragma)) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    private SpoolException damaged(String what) {
        return refusal(
                "is damaged: " + what,
                "Restore it from a backup, or move it away together with its -wal and -shm files to start with an empty"
                        + " spool; `sqlite3 FILE .recover` may save what is left in it.");
    }

    private SpoolException refusal(String what, String cure) {
        return new SpoolException(
                "Cannot open the spool: " + path + " " + what + ". It was left as it is. " + cure, null);
    }

    static String url(Path path) {
        return "jdbc:sqlite:" + path;
    }
}
