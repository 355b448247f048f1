package io.siembridge.app.destination.syslog;

import io.siembridge.app.destination.Excerpt;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.syslog.Batch.Events;
import io.siembridge.app.tls.TlsConfigurationException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a receiver that never answers. A write that succeeds proves nothing: the first one after the receiver
 * has gone still does. So a thread of its own reads all the time, which is the only way to see the end; and an event counts
 * as delivered only when it was written a while ago and that thread has seen nothing since.
 *
 * <p>The thread also opens the connection and watches over writes, so that a name server, a handshake or a receiver that
 * hangs costs the sender no more than the configured time.
 */
final class StreamConnection {
    /** How long a refusal takes to show: a TLS 1.3 receiver refuses our certificate after the handshake. */
    private static final Duration SETTLE = Duration.ofMillis(200);

    /** How long a receiver may take to close its side after we closed ours. */
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(3);

    /** How long a write may hang in a thread that was told to stop. */
    private static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(1);

    private static final Duration REPORTING_PATIENCE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_TICK = Duration.ofMillis(20);
    private static final Duration LONGEST_TICK = Duration.ofMillis(100);

    /** Asking what is acknowledged has the kernel go through all its connections: it gets a fiftieth of the time. */
    private static final int PAUSE_FOR_ASKING = 50;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ServerAddress server;
    private final SyslogConfig config;
    private final SyslogSocket socket;
    private final Thread watcher;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReplayWindow window = new ReplayWindow();
    private State state = State.OPENING;
    private long stateSinceNanos = System.nanoTime();
    private @Nullable Write write;
    private Outcome fault = Outcome.retry("Not connected yet");
    /** Of the watching thread only. */
    private long askNotBefore = System.nanoTime();

    StreamConnection(ServerAddress server, SyslogConfig config, String threadName) {
        this.server = server;
        this.config = config;
        this.socket = new SyslogSocket(server, config.tls());
        this.watcher = new Thread(this::watch, threadName);
        this.watcher.setDaemon(true);
    }

    /** Connects; whether it worked says {@link #isAlive}. */
    void open() throws InterruptedException {
        watcher.start();
        try {
            if (!awaitEndOf(State.OPENING, config.connectTimeout().plus(SETTLE).plus(LONGEST_TICK))) {
                end(Outcome.retry(server + " could not be reached within "
                        + config.connectTimeout().toMillis() + " ms"));
            }
        } catch (InterruptedException stop) {
            end(Outcome.retry("Stopped while connecting to " + server));
            throw stop;
        }
    }

    boolean isAlive() {
        return inLock(() -> state == State.OPEN);
    }

    /** Why it ended, as the outcome of what was not written. */
    Outcome fault() {
        return inLock(() -> fault);
    }

    /**
     * Writes a batch, and sees to it that its events are reported. Waits while too many are unconfirmed.
     *
     * @return false if the connection had ended before; then the events are the caller's to report
     */
    boolean write(Batch batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (state == State.OPEN && isFullFor(batch)) {
                changed.await();
            }
            if (state != State.OPEN) {
                return false;
            }
            write = new Write(batch.events(), Thread.currentThread(), System.nanoTime());
        } finally {
            lock.unlock();
        }
        try {
            socket.write(batch.bytes());
            written();
        } catch (IOException e) {
            broken(e);
        }
        return true;
    }

    /**
     * Closes. If the receiver closes its side in return, it has read all there was, and what was unconfirmed is delivered:
     * a receiver that had left anything unread would have reset the connection.
     */
    void close() {
        boolean orderly = inLock(() -> {
            boolean open = state == State.OPEN && write == null;
            if (open) {
                enter(State.CLOSING);
            }
            return open;
        });
        if (orderly) {
            try {
                socket.finish();
                awaitUninterruptibly(State.CLOSING, inLock(window::size) == 0 ? Duration.ZERO : CLOSING_PATIENCE);
            } catch (IOException alreadyGone) {
                // Then the reading thread sees it too, and what is unconfirmed stays so.
            }
        }
        end(Outcome.retry("Closed before " + server + " could be seen to have it"));
        awaitUninterruptibly(State.ENDED, REPORTING_PATIENCE);
    }

    @Override
    public String toString() {
        return server.toString();
    }

    private void watch() {
        try {
            socket.open(config.connectTimeout(), tick());
            end(follow());
        } catch (IOException e) {
            end(ConnectionFault.of(server, e));
        } catch (TlsConfigurationException e) {
            end(ConnectionFault.of(server, e));
        } finally {
            // Nothing may stay unreported when this thread is gone, whatever ended it.
            end(Outcome.retry("The connection to " + server + " was dropped"));
        }
    }

    /** Reads until the connection ends, which is what receivers make it do sooner or later. */
    private Outcome follow() throws IOException {
        inLock(() -> state == State.OPENING ? enter(State.OPENING) : state);
        byte[] answer = new byte[Excerpt.READ_LIMIT];
        while (true) {
            try {
                int read = socket.read(answer);
                return read < 0 ? streamEnded() : ConnectionFault.answered(server, Arrays.copyOf(answer, read));
            } catch (SocketTimeoutException quiet) {
                checkTime();
                confirm();
            }
        }
    }

    private Outcome streamEnded() {
        return switch (inLock(() -> state)) {
            case OPENING -> ConnectionFault.closedAtOnce(server);
            case CLOSING -> Outcome.accepted();
            case OPEN, ENDED, REPORTED -> ConnectionFault.closed(server);
        };
    }

    private void checkTime() throws IOException {
        lock.lock();
        try {
            Duration inState = since(stateSinceNanos);
            if (state == State.OPENING && inState.compareTo(SETTLE) >= 0) {
                enter(State.OPEN);
            }
            if (state == State.CLOSING && inState.compareTo(CLOSING_PATIENCE) >= 0) {
                throw new IOException("it was not closed from the other side");
            }
            if (write != null && write.hangsTooLong(config.writeTimeout())) {
                throw new IOException("a write hung for " + write.age().toMillis() + " ms");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Who does not read has not received: what still lies in this machine is not confirmed, however old it is. */
    private void confirm() throws IOException {
        long now = System.nanoTime();
        if (now - askNotBefore < 0 || !inLock(() -> window.hasOlderThan(config.confirmAfter(), now))) {
            return;
        }
        long acknowledged = socket.acknowledged();
        long pause = PAUSE_FOR_ASKING * (System.nanoTime() - now);
        askNotBefore = System.nanoTime() + Math.min(pause, LONGEST_PAUSE.toNanos());
        List<Events> confirmed = inLock(() -> {
            if (write != null && write.age().compareTo(config.confirmAfter().dividedBy(2)) > 0) {
                return List.<Events>of();
            }
            List<Events> old = window.takeOlderThan(config.confirmAfter(), now, acknowledged);
            changed.signalAll();
            return old;
        });
        confirmed.forEach(events -> events.report(Outcome.accepted()));
        if (inLock(() -> window.hasOlderThan(config.confirmAfter().plus(config.writeTimeout()), now))) {
            throw new IOException("what was written was not taken for "
                    + config.confirmAfter().plus(config.writeTimeout()).toMillis() + " ms");
        }
    }

    private void written() throws IOException {
        long end = socket.written();
        inLock(() -> {
            if (write != null) {
                window.add(write.events, end, System.nanoTime());
                write = null;
            }
            return true;
        });
    }

    /** The reading thread may be about to learn why: an alert says more than a broken pipe. */
    private void broken(IOException e) {
        awaitUninterruptibly(State.OPEN, SETTLE);
        end(ConnectionFault.of(server, e));
    }

    /** Ends the connection; everything on it gets this outcome. Only the first end counts. */
    private void end(Outcome outcome) {
        Optional<List<Events>> owed = inLock(() -> settle(outcome));
        if (owed.isPresent()) {
            socket.cut();
            owed.get().forEach(events -> events.report(outcome));
            inLock(() -> enter(State.REPORTED));
        }
    }

    private Optional<List<Events>> settle(Outcome outcome) {
        if (state == State.ENDED || state == State.REPORTED) {
            return Optional.empty();
        }
        enter(State.ENDED);
        fault = outcome.kind() == Outcome.Kind.ACCEPTED ? Outcome.retry("The connection was closed") : outcome;
        List<Events> owed = window.takeAll();
        if (write != null) {
            owed.add(write.events);
            write = null;
        }
        return Optional.of(owed);
    }

    private boolean isFullFor(Batch batch) {
        return window.size() > 0 && window.size() + batch.events().indexes().size() > config.maxUnconfirmed();
    }

    /** Often enough to confirm in good time, seldom enough to cost nothing. */
    private Duration tick() {
        Duration tick = config.confirmAfter().dividedBy(5);
        if (tick.compareTo(SHORTEST_TICK) < 0) {
            return SHORTEST_TICK;
        }
        return tick.compareTo(LONGEST_TICK) > 0 ? LONGEST_TICK : tick;
    }

    private State enter(State next) {
        state = next;
        stateSinceNanos = System.nanoTime();
        changed.signalAll();
        return next;
    }

    /** Waits until the connection is in another state than this; false if it still is when the time is over. */
    private boolean awaitEndOf(State current, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (state == current && left > 0) {
                left = changed.awaitNanos(left);
            }
            return state != current;
        } finally {
            lock.unlock();
        }
    }

    /** The same for a few moments at the end, when whoever waits may have been told to stop already. */
    private void awaitUninterruptibly(State current, Duration patience) {
        boolean interrupted = Thread.interrupted();
        try {
            awaitEndOf(current, patience);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T inLock(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private enum State {
        /** Resolving, connecting, shaking hands, and the moment in which a refusal may follow. */
        OPENING,
        OPEN,
        /** Our side is closed, the receiver's not yet. */
        CLOSING,
        ENDED,
        /** Ended, and everything on it is reported. */
        REPORTED
    }

    private record Write(Events events, Thread thread, long sinceNanos) {
        Duration age() {
            return since(sinceNanos);
        }

        boolean hangsTooLong(Duration limit) {
            Duration patience = thread.isInterrupted() ? INTERRUPT_PATIENCE : limit;
            return age().compareTo(patience) > 0;
        }
    }
}
