package io.siembridge.app.spool;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteSpoolTest extends SpoolContract {
    @TempDir
    Path folder = Path.of("unset");

    @Override
    Spool create() {
        return new SqliteSpool(config(), time, time.nanos(), listener, source -> WINDOW);
    }

    private SpoolConfig config() {
        return new SpoolConfig(folder.resolve("data/spool.db"), Duration.ofDays(7), 1L << 30, 1 << 20);
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
