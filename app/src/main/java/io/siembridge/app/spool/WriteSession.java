package io.siembridge.app.spool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one write connection with its prepared statements. SQLite's driver closes a statement that failed, so after a failure the whole
 * session is closed and the next transaction begins another.
 */
final class WriteSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteSession.class);

    private final Handle handle;
    private final Connection connection;
    private final Acceptor acceptor;
    private final Settler settler;
    private final BookWriter books;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement logFrames;
    private final PreparedStatement emptyPages;

    WriteSession(Handle handle, Receipts receipts, Lanes lanes, SteadyClock steady) throws SQLException {
        this.connection = handle.getConnection();
        this.handle = handle;
        this.acceptor = new Acceptor(connection, receipts);
        this.settler = new Settler(connection, lanes, steady);
        this.books = new BookWriter(connection);
        // The driver's own way prepares four statements for each transaction.
        this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
        this.commit = connection.prepareStatement("COMMIT");
        // NOOP reports the length of the log and checkpoints nothing.
        this.logFrames = connection.prepareStatement("PRAGMA wal_checkpoint(NOOP)");
        this.emptyPages = connection.prepareStatement("PRAGMA freelist_count");
    }

    Handle handle() {
        return handle;
    }

    void begin() throws SQLException {
        begin.executeUpdate();
    }

    void commit() throws SQLException {
        commit.executeUpdate();
    }

    Acceptor acceptor() {
        return acceptor;
    }

    Settler settler() {
        return settler;
    }

    BookWriter books() {
        return books;
    }

    /** Pages in the write-ahead log that are not yet in the file. */
    int logFrames() throws SQLException {
        try (ResultSet result = logFrames.executeQuery()) {
            return result.next() ? result.getInt(2) - result.getInt(3) : 0;
        }
    }

    long emptyBytes() throws SQLException {
        try (ResultSet result = emptyPages.executeQuery()) {
            return result.next() ? result.getLong(1) * SpoolFile.PAGE_BYTES : 0;
        }
    }

    /** Brings what readers no longer need from the log into the file. Waits for nobody. */
    void checkpoint() {
        checkpoint("PASSIVE");
    }

    /** The same, and gives the log's room back unless a reader is in the way; acceptances must not wait for one. */
    void truncateLog() {
        set("busy_timeout", "0");
        checkpoint("TRUNCATE");
        set("busy_timeout", Connections.BUSY_TIMEOUT);
    }

    private void checkpoint(String mode) {
        handle.createQuery("PRAGMA wal_checkpoint(" + mode + ")")
                .mapTo(Integer.class)
                .one();
    }

    private void set(String pragma, String value) {
        handle.createQuery("PRAGMA " + pragma + " = " + value)
                .mapTo(Integer.class)
                .one();
    }

    /** Undoes what was not committed. */
    @Override
    public void close() {
        try {
            handle.close();
        } finally {
            closeConnection();
        }
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("The spool's write connection did not close well; another is opened", e);
        }
    }
}
