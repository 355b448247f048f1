package io.siembridge.app.spool;

import org.jdbi.v3.core.Handle;

/** Single numbers that the spool remembers. */
final class Notes {
    private Notes() {}

    /** Until when the bridge has reported on itself. */
    static final String REPORTED = "reported until";

    static void write(Handle handle, String key, long value) {
        handle.execute(
                "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                key,
                value);
    }

    /** The number under a key; zero if there is none. */
    static long read(Handle handle, String key) {
        return handle.createQuery("SELECT coalesce(max(value), 0) FROM note WHERE key = ?")
                .bind(0, key)
                .mapTo(Long.class)
                .one();
    }
}
