package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteSpoolTest extends SpoolContract {
    @TempDir
    Path folder = Path.of("unset");

    @Override
    Spool create() {
        return new SqliteSpool(config(), time, time.nanos(), listener, source -> WINDOW, 3);
    }

    private SpoolConfig config() {
        return new SpoolConfig(folder.resolve("data/spool.db"), Duration.ofDays(7), 1L << 30, 1 << 20);
    }

    /** A query that was not read to its end would hold a snapshot, and with it the whole log. */
    @AfterEach
    void nobodyHoldsASnapshot() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + config().file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA busy_timeout = 0");
            try (ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt("busy")).isZero();
            }
        }
    }

    @Override
    void reopen() {
        try {
            spool = create();
            spool.open();
        } catch (SpoolException e) {
            throw new IllegalStateException(e);
        }
    }
}
