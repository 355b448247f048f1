package io.siembridge.app.spool;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens connections with the settings the promises rest on, and reads every one of them back: SQLite ignores what it cannot do
 * without a word.
 */
final class Connections {
    static final String BUSY_TIMEOUT = "5000";

    private static final Map<String, String> EVERYWHERE = settings(
            // A commit returns when its bytes are on the medium. EXTRA adds nothing in this mode: it syncs the folder
            // when a rollback
            // journal is deleted, and the log's own entry in the folder is synced when the log is made.
            "synchronous", "2",
            // On macOS an ordinary fsync stops at the drive's cache.
            "fullfsync", "1",
            "checkpoint_fullfsync", "1",
            "foreign_keys", "1",
            "busy_timeout", BUSY_TIMEOUT,
            "trusted_schema", "0",
            "cell_size_check", "1",
            "temp_store", "2");
    private static final Map<String, String> WRITER = settings(
            "journal_mode", "wal",
            "auto_vacuum", "2",
            // The writer checkpoints itself, after it has answered.
            "wal_autocheckpoint", "0",
            "journal_size_limit", Long.toString(64L << 20),
            "cache_size", "-65536");
    private static final Map<String, String> READER = settings("query_only", "1", "cache_size", "-8192");

    private final Whereabouts whereabouts;

    Connections(Whereabouts whereabouts) {
        this.whereabouts = whereabouts;
    }

    Handle writer() throws SQLException {
        return open(WRITER);
    }

    Handle reader() throws SQLException {
        return open(READER);
    }

    /** A connection that may write a copy elsewhere, as a reader may not. */
    Handle copier() throws SQLException {
        return open(Map.of());
    }

    private Handle open(Map<String, String> settings) throws SQLException {
        whereabouts.check();
        SQLiteConfig config = new SQLiteConfig();
        // The file is there; an empty one in its place would be taken for the spool.
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        // Nobody asks for them, and the driver would look them up after every statement.
        config.setGetGeneratedKeys(false);
        Connection connection =
                config.createConnection(SpoolFile.url(whereabouts.spool().path()));
        try {
            set(connection, settings);
            set(connection, EVERYWHERE);
            Handle handle = Jdbi.create(() -> connection).open();
            handle.setStatementBuilder(new KeptStatements());
            handle.getConfig(SqlStatements.class)
                    .setTemplateEngine(TemplateEngine.NOP)
                    .setSqlParser(new Parameters());
            return handle;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void set(Connection connection, Map<String, String> settings) throws SQLException {
        // One call each: of several pragmas in one text SQLite's driver runs only the first.
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                statement.executeUpdate("PRAGMA " + setting.getKey() + " = " + setting.getValue());
            }
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                String actual = read(statement, setting.getKey());
                if (!actual.equals(setting.getValue())) {
                    throw new SQLException("SQLite did not take the setting " + setting.getKey() + " = "
                            + setting.getValue() + " but kept " + actual + "; without it webhooks would not be safe");
                }
            }
        }
    }

    private static String read(Statement statement, String pragma) throws SQLException {
        try (ResultSet result = statement.executeQuery("PRAGMA " + pragma)) {
            return result.next() ? result.getString(1) : "nothing";
        }
    }

    private static Map<String, String> settings(String... namesAndValues) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }
}
