package io.siembridge.app.destination.syslog;

import io.siembridge.app.destination.Destination.Probe;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * TCP or TLS to the first server that can be reached. When a connection ends, everything unconfirmed on it is reported for
 * another try rather than kept here: the spool has it, and hands it over again.
 */
final class StreamLink implements Link {
    private static final Outcome STOPPED = Outcome.retry("Stopped before it was written");

    private final SyslogConfig config;
    private final String threadName;
    private final ReentrantLock connecting = new ReentrantLock();
    private @Nullable StreamConnection current;
    private boolean closed;

    StreamLink(SyslogConfig config, String threadName) {
        this.config = config;
        this.threadName = threadName;
    }

    @Override
    public void send(List<Message> messages, Outcomes outcomes) throws InterruptedException {
        List<Batch> batches = Batch.of(messages, config.framing(), outcomes);
        int written = 0;
        Outcome others = STOPPED;
        try {
            StreamConnection connection = connection();
            while (written < batches.size() && connection.write(batches.get(written))) {
                written++;
            }
            others = connection.fault();
        } finally {
            for (Batch batch : batches.subList(written, batches.size())) {
                batch.events().report(others);
            }
        }
    }

    @Override
    public Probe probe() throws InterruptedException {
        StreamConnection connection = connection();
        return connection.isAlive()
                ? new Probe(true, "Connected to " + connection)
                : new Probe(false, connection.fault().reason());
    }

    @Override
    public void close() {
        StreamConnection last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        if (last != null) {
            last.close();
        }
    }

    /** One thread at a time connects: of two new connections one would be forgotten, and what is written to it with it. */
    private StreamConnection connection() throws InterruptedException {
        connecting.lockInterruptibly();
        try {
            return aliveOrNew();
        } finally {
            connecting.unlock();
        }
    }

    /** The connection there is, or a new one, or, when no server can be reached, what came of the first. */
    private StreamConnection aliveOrNew() throws InterruptedException {
        StreamConnection existing = existing();
        if (existing != null && existing.isAlive()) {
            return existing;
        }
        StreamConnection first = null;
        for (ServerAddress server : config.servers()) {
            StreamConnection connection = claim(new StreamConnection(server, config, threadName));
            connection.open();
            if (connection.isAlive()) {
                return connection;
            }
            first = first == null ? connection : first;
        }
        return Objects.requireNonNull(first);
    }

    private synchronized @Nullable StreamConnection existing() {
        return current;
    }

    /** Makes a connection the one that {@link #close} ends. */
    private synchronized StreamConnection claim(StreamConnection connection) {
        if (closed) {
            connection.close();
        }
        current = connection;
        return connection;
    }
}
