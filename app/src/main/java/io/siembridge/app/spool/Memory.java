package io.siembridge.app.spool;

import org.jdbi.v3.core.Handle;

/**
 * What the writer keeps in memory of the file and changes along with it. When a transaction fails, none of it is mended: all is read
 * again, so that memory and file cannot come to disagree.
 */
final class Memory {
    private final Names names = new Names();
    private final Books books = new Books();
    private final Lanes lanes;
    private final RecentKeys recentKeys;
    private volatile long lastSeq;

    Memory(Lanes lanes, RecentKeys recentKeys) {
        this.lanes = lanes;
        this.recentKeys = recentKeys;
    }

    /** Forgets what it knew and reads the file. Leases stay: they are in no file, but what is due may lie before where they ended. */
    void read(Handle handle) {
        names.read(handle);
        books.read(handle);
        recentKeys.read(handle, names);
        lanes.rewindAll();
        lastSeq = handle.createQuery("SELECT coalesce(max(seq), 0) FROM webhook")
                .mapTo(Long.class)
                .one();
    }

    Names names() {
        return names;
    }

    Books books() {
        return books;
    }

    Lanes lanes() {
        return lanes;
    }

    RecentKeys recentKeys() {
        return recentKeys;
    }

    /** The number of the newest webhook. */
    long lastSeq() {
        return lastSeq;
    }

    void stored(long seq) {
        lastSeq = seq;
    }
}
