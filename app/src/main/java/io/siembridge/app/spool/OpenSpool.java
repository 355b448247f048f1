package io.siembridge.app.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A spool file that is open, migrated and taken for this process, and the parts that work on it. */
final class OpenSpool {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSpool.class);
    private static final int CLAIMING_READERS = 2;
    private static final int LISTING_READERS = 3;

    final WriteQueue queue = new WriteQueue();
    final Memory memory;
    final DiskGauge gauge;
    final Writer writer;
    /** Apart from those that claim, so that a long list delays no delivery. */
    final Readers readers;

    final Claims claims;
    final DeadLetters deadLetters;
    final Replays replays;
    final WaitingDiscards waitingDiscards;
    final Listings listings;
    final Retention retention;
    final Backup backup;

    private final SpoolLock lock;
    private final Readers claimingReaders;
    private boolean closed;

    /**
     * Brings the file to this version's schema and starts the writer.
     *
     * @param recentlySeen how many dedupe keys gather in memory before they are written to their tables
     */
    OpenSpool(
            SpoolFile file,
            SpoolLock lock,
            SpoolConfig config,
            InstantSource clock,
            LongSupplier nanos,
            SpoolListener listener,
            int recentlySeen)
            throws SQLException {
        this.lock = lock;
        Whereabouts whereabouts = new Whereabouts(file);
        Connections connections = new Connections(whereabouts);
        memory = new Memory(new Lanes(nanos), new RecentKeys(recentlySeen));
        long latestPlan;
        boolean hasLog = Files.exists(file.log());
        Optional<String> lostLog;
        try (Handle handle = connections.writer()) {
            SpoolSchema.migrate(handle);
            lostLog = hasLog || !OpenMark.isOn(handle) ? Optional.empty() : Optional.of(OpenMark.warning(handle, file));
            // This connection takes the log away when it closes, having brought it in.
            OpenMark.remove(handle);
            memory.read(handle);
            latestPlan = Notes.read(handle, Settler.LATEST_PLAN);
            whereabouts.rememberFile();
        }
        SteadyClock steady = new SteadyClock(clock, nanos, latestPlan);
        Receipts receipts = new Receipts(clock);
        // One system call; a FileStore would look its volume up in the mount table each time.
        gauge = new DiskGauge(whereabouts, config, file.path().toFile()::getUsableSpace, nanos);
        writer = new Writer(
                () -> {
                    WriteSession session = new WriteSession(connections.writer(), receipts, memory.lanes(), steady);
                    whereabouts.rememberLog();
                    return session;
                },
                whereabouts,
                queue,
                memory,
                gauge,
                listener,
                clock);
        claimingReaders = new Readers(connections, CLAIMING_READERS);
        readers = new Readers(connections, LISTING_READERS);
        claims = new Claims(claimingReaders, memory.names(), memory.lanes(), steady, clock);
        deadLetters = new DeadLetters(memory.names());
        replays = new Replays(memory.names());
        waitingDiscards = new WaitingDiscards(memory.names());
        listings = new Listings(memory, steady);
        retention = new Retention(readers, writer, memory, gauge, config, clock);
        backup = new Backup(connections);
        writer.start();
        lostLog.ifPresent(warning -> tell(warning, clock));
        mark();
    }

    private void tell(String warning, InstantSource clock) {
        LOG.error("{}", warning);
        AuditEntry entry = new AuditEntry(clock.instant(), "the bridge", "log-missing", warning);
        CompletableFuture<?> unused = writer.submit(Command.of(1, transaction -> History.write(transaction, entry)));
    }

    /** In the log alone the mark would go with the log. */
    private void mark() {
        CompletableFuture<?> unused = writer.submit(Command.of(1, transaction -> OpenMark.set(transaction.handle())));
        writer.truncateLog();
    }

    /** Readers go before the writer, so that nothing keeps it from bringing the whole log into the file. */
    synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        writer.finish();
        claimingReaders.close();
        readers.close();
        writer.close();
        lock.close();
    }
}
