package io.siembridge.app.spool;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Stands in the file itself as long as a process has the spool open. After an orderly stop there is neither mark nor log; after any
 * other end there are both. A mark without a log means that the log was taken away, and with it what was acknowledged last: SQLite opens
 * such a file without a word. Both are written by the writer alone, so that they stand in the order of what is stored.
 */
final class OpenMark {
    private static final String KEY = "open";

    private OpenMark() {}

    static boolean isOn(Handle handle) {
        return Notes.read(handle, KEY) != 0;
    }

    static int set(Handle handle) {
        Notes.write(handle, KEY, 1);
        return 1;
    }

    static int remove(Handle handle) {
        return handle.execute("DELETE FROM note WHERE key = ?", KEY);
    }

    /** What an operator has to know of a log that is missing. */
    static String warning(Handle handle, SpoolFile file) {
        Optional<Long> newest = handle.createQuery("SELECT received FROM webhook ORDER BY seq DESC LIMIT 1")
                .mapTo(Long.class)
                .findOne();
        String since =
                newest.map(millis -> " after " + Instant.ofEpochMilli(millis)).orElse(" by it");
        return "The write-ahead log " + file.log()
                + " is missing, though the process before did not close the spool: webhooks"
                + " acknowledged" + since
                + " may be gone. Have the vendors send again what their delivery logs show of"
                + " that time. Only if another program, such as sqlite3, opened the spool in between, it has brought the log in and"
                + " nothing is missing.";
    }
}
