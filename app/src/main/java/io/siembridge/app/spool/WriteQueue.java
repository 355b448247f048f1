package io.siembridge.app.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the writer. Acceptances and all other commands wait apart and each have their share of every commit, so that neither
 * a flood of webhooks nor a drain of the backlog keeps the other waiting. Acceptances are bounded in number and bytes; the others are
 * bounded by those who issue them, and are never refused while the spool is open.
 */
final class WriteQueue {
    private static final int MOST_WAITING = 4096;
    private static final long MOST_WAITING_BYTES = 64L << 20;
    private static final int COMMIT_ROWS = 256;
    private static final long COMMIT_BYTES = 4L << 20;

    /** What came of offering an acceptance. */
    enum Place {
        TAKEN,
        FULL,
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Deque<AcceptCommand> acceptances = new ArrayDeque<>();
    private final Deque<Command<?>> others = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    Place offer(AcceptCommand command) {
        lock.lock();
        try {
            if (closed) {
                return Place.CLOSED;
            }
            boolean full = acceptances.size() >= MOST_WAITING || bytes + command.bytes() > MOST_WAITING_BYTES;
            if (full && !acceptances.isEmpty()) {
                return Place.FULL;
            }
            acceptances.add(command);
            bytes += command.bytes();
            notEmpty.signal();
            return Place.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was taken; only a closed queue takes nothing. */
    boolean add(Command<?> command) {
        lock.lock();
        try {
            if (!closed) {
                others.add(command);
                notEmpty.signal();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for work and takes as much as goes into one commit. Empty when the queue is closed and nothing is left. */
    List<Command<?>> take() {
        lock.lock();
        try {
            while (acceptances.isEmpty() && others.isEmpty() && !closed) {
                notEmpty.awaitUninterruptibly();
            }
            List<Command<?>> batch = new ArrayList<>();
            int rows = 0;
            while (!others.isEmpty() && rows < COMMIT_ROWS) {
                Command<?> command = others.remove();
                rows += command.rows();
                batch.add(command);
            }
            takeAcceptances(batch);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void takeAcceptances(List<Command<?>> batch) {
        long taken = 0;
        for (int rows = 0; rows < COMMIT_ROWS && taken < COMMIT_BYTES && !acceptances.isEmpty(); rows++) {
            AcceptCommand command = acceptances.remove();
            taken += command.bytes();
            bytes -= command.bytes();
            batch.add(command);
        }
    }

    int waiting() {
        lock.lock();
        try {
            return acceptances.size();
        } finally {
            lock.unlock();
        }
    }

    long waitingBytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what is waiting is still handed out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
