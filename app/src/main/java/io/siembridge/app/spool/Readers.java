package io.siembridge.app.spool;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A few connections for reading. Each statement reads its own snapshot and is read to its end at once, because a snapshot that stays
 * open keeps the write-ahead log from being reused, and shows its connection an old state: queries end in {@code list()} or
 * {@code one()}, never in {@code stream()}.
 */
final class Readers implements AutoCloseable {
    private final Connections connections;
    private final int size;
    private final BlockingQueue<Reader> idle;
    private volatile boolean closed;

    /** A connection, opened when it is first used and again when it failed. */
    private static final class Reader {
        private @Nullable Handle handle;
    }

    Readers(Connections connections, int size) {
        this.connections = connections;
        this.size = size;
        this.idle = new ArrayBlockingQueue<>(size);
        for (int i = 0; i < size; i++) {
            idle.add(new Reader());
        }
    }

    <T> T read(Function<Handle, T> query) {
        Reader reader = take();
        try {
            if (closed) {
                throw new IllegalStateException("The spool is closed");
            }
            Handle handle = reader.handle;
            if (handle == null) {
                handle = connections.reader();
                reader.handle = handle;
            }
            return query.apply(handle);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read the spool: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            discard(reader);
            throw e;
        } finally {
            idle.add(reader);
        }
    }

    /** Not to be interrupted: one comes back soon, and a worker that is told to stop is told so again by its own waits. */
    private Reader take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return idle.take();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void discard(Reader reader) {
        Handle handle = reader.handle;
        reader.handle = null;
        if (handle != null) {
            handle.close();
        }
    }

    /** Waits for those that are reading; later ones are refused. */
    @Override
    public void close() {
        closed = true;
        List<Reader> all = Stream.generate(this::take).limit(size).toList();
        all.forEach(Readers::discard);
        idle.addAll(all);
    }
}
