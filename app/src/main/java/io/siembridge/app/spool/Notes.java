package io.siembridge.app.spool;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Single numbers and texts that the spool remembers. */
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

    static int write(Handle handle, String key, String text) {
        return handle.execute(
                "INSERT INTO memo (key, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text", key, text);
    }

    static Optional<String> text(Handle handle, String key) {
        return handle.createQuery("SELECT text FROM memo WHERE key = ?")
                .bind(0, key)
                .mapTo(String.class)
                .findOne();
    }

    /** The number under a key; zero if there is none. */
    static long read(Handle handle, String key) {
        return handle.createQuery("SELECT coalesce(max(value), 0) FROM note WHERE key = ?")
                .bind(0, key)
                .mapTo(Long.class)
                .one();
    }
}
