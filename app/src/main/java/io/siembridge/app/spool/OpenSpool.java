package io.siembridge.app.spool;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;

/** A spool file that is open, migrated and taken for this process, and the parts that work on it. */
final class OpenSpool {
    private static final int CLAIMING_READERS = 2;
    private static final int LISTING_READERS = 3;

    final WriteQueue queue = new WriteQueue();
    final Names names;
    final Books books;
    final Lanes lanes;
    final DiskGauge gauge;
    final Writer writer;
    /** Apart from those that claim, so that a long list delays no delivery. */
    final Readers readers;

    final Claims claims;
    final DeadLetters deadLetters;
    final Replays replays;
    final Listings listings;
    final Retention retention;
    final Backup backup;

    private final SpoolLock lock;
    private final Readers claimingReaders;

    /** Brings the file to this version's schema and starts the writer. */
    OpenSpool(
            SpoolFile file,
            SpoolLock lock,
            SpoolConfig config,
            InstantSource clock,
            LongSupplier nanos,
            SpoolListener listener)
            throws SQLException {
        this.lock = lock;
        Connections connections = new Connections(file.path());
        long lastSeq;
        long latestPlan;
        try (Handle handle = connections.writer()) {
            SpoolSchema.migrate(handle);
            names = Names.load(handle);
            books = Books.load(handle);
            lastSeq = number(handle, "SELECT coalesce(max(seq), 0) FROM webhook");
            latestPlan = number(
                    handle, "SELECT coalesce(max(value), 0) FROM note WHERE key = '" + Settler.LATEST_PLAN + "'");
        }
        SteadyClock steady = new SteadyClock(clock, nanos, latestPlan);
        Receipts receipts = new Receipts(clock);
        lanes = new Lanes(nanos);
        // One system call; a FileStore would look its volume up in the mount table each time.
        gauge = new DiskGauge(file, config, file.path().toFile()::getUsableSpace, nanos);
        writer = new Writer(
                () -> new WriteSession(connections.writer(), receipts, lanes, steady),
                queue,
                new Transaction.Memory(names, books, lanes),
                gauge,
                listener,
                clock,
                lastSeq);
        claimingReaders = new Readers(connections, CLAIMING_READERS);
        readers = new Readers(connections, LISTING_READERS);
        claims = new Claims(claimingReaders, names, lanes, steady, clock);
        deadLetters = new DeadLetters(names);
        replays = new Replays(names);
        listings = new Listings(names, books, steady);
        retention = new Retention(readers, writer, books, gauge, names, config, clock);
        backup = new Backup(connections);
        writer.start();
    }

    private static long number(Handle handle, String query) {
        return handle.createQuery(query).mapTo(Long.class).one();
    }

    /** Readers go before the writer, so that nothing keeps it from bringing the whole log into the file. */
    void close() throws IOException {
        writer.finish();
        claimingReaders.close();
        readers.close();
        writer.close();
        lock.close();
    }
}
