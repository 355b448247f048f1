package io.siembridge.app.spool;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The one thread that writes. It takes what is waiting, writes it in one transaction, commits, and only then lets the callers be told,
 * on other threads. While one commit is syncing the next one gathers, so that no artificial wait is needed.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    /** 16 MiB of log between checkpoints. */
    private static final int CHECKPOINT_FRAMES = 4096;

    private static final int ANSWERS_IN_A_ROW = 16;

    /** Opens the write connection, at the start and again after each failure. */
    interface Sessions {
        WriteSession open() throws SQLException;
    }

    private final Sessions sessions;
    private final Whereabouts whereabouts;
    private final WriteQueue queue;
    private final Memory memory;
    private final DiskGauge gauge;
    private final SpoolListener listener;
    private final InstantSource clock;
    private final ExecutorService answers;
    private final Thread thread;
    private Optional<WriteSession> session = Optional.empty();
    private boolean memoryIsDoubtful;
    private volatile boolean brokenDown;
    private volatile boolean truncateWanted;
    private volatile Optional<String> fault = Optional.empty();
    private volatile long busyNanos;

    Writer(
            Sessions sessions,
            Whereabouts whereabouts,
            WriteQueue queue,
            Memory memory,
            DiskGauge gauge,
            SpoolListener listener,
            InstantSource clock) {
        this.sessions = sessions;
        this.whereabouts = whereabouts;
        this.queue = queue;
        this.memory = memory;
        this.gauge = gauge;
        this.listener = listener;
        this.clock = clock;
        this.busyNanos = System.nanoTime();
        AtomicInteger count = new AtomicInteger();
        this.answers =
                Executors.newFixedThreadPool(2, task -> new Thread(task, "spool-answers-" + count.incrementAndGet()));
        this.thread = new Thread(this::work, "spool-writer");
    }

    void start() {
        thread.start();
    }

    /** Queues a command; its future fails when the spool is closed. */
    <T> CompletableFuture<T> submit(Command<T> command) {
        if (!queue.add(command)) {
            command.fail(new SpoolException("The spool is closed", null));
        }
        return command.answer();
    }

    /** Has the log shortened when the writer next has a moment. */
    void truncateLog() {
        truncateWanted = true;
        CompletableFuture<?> unused = submit(Command.of(0, transaction -> 0));
    }

    /** What is wrong with writing since the last commit that succeeded. */
    Optional<String> fault() {
        return fault;
    }

    /** How long nothing has been accepted or settled. */
    Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - busyNanos);
    }

    /** Takes nothing more, writes what is waiting, tells the callers. */
    void finish() {
        // With a last commit for what is only in memory so far: dedupe keys, and counts of what was refused.
        queue.add(Command.of(0, transaction -> {
            transaction.session().acceptor().seen().mergeAll(transaction.recentKeys());
            return 0;
        }));
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        answers.shutdown();
        try {
            if (!answers.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("Callers of the spool were still busy with their answers when it closed");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Brings the whole log into the file and closes it; after {@link #finish}, when nobody reads any more. */
    void close() {
        try {
            if (brokenDown) {
                // Undoes what it had begun.
                closeSession();
            }
            WriteSession last = session();
            OpenMark.remove(last.handle());
            last.truncateLog();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("The spool's write-ahead log stays beside its file; the next start brings it in", e);
        }
        closeSession();
    }

    private void work() {
        List<Command<?>> batch = List.of();
        try {
            batch = queue.take();
            while (!batch.isEmpty()) {
                write(batch);
                checkpointWhenLong();
                batch = queue.take();
            }
        } catch (Throwable e) {
            breakDown(batch, e);
        }
    }

    /**
     * After an error such as a lack of memory, which leaves nothing to rely on: takes nothing more, leaves nobody waiting, and lets the
     * process know that it has to end. Nothing is lost by that; the next start reads from the file what is true.
     */
    private void breakDown(List<Command<?>> batch, Throwable cause) {
        brokenDown = true;
        queue.close();
        try {
            fault = Optional.of("The spool's writer broke down (" + cause + "); the bridge has to be started again");
            LOG.error("The spool's writer broke down: nothing can be stored until the bridge is started again", cause);
            SpoolException failure = new SpoolException("The spool's writer broke down", cause);
            for (List<Command<?>> left = batch; !left.isEmpty(); left = queue.take()) {
                left.forEach(command -> command.fail(failure));
            }
        } finally {
            listener.brokenDown(cause);
        }
    }

    private void write(List<Command<?>> waiting) {
        List<Command<?>> batch = whereabouts.areKept() ? waiting : withoutAcceptances(waiting);
        if (batch.isEmpty()) {
            return;
        }
        try {
            commit(batch);
        } catch (SQLException | RuntimeException e) {
            closeSession();
            apart(batch, e);
        }
    }

    /** What is recorded in files that are gone may yet be put back; but nobody may be told that it is safe. */
    private List<Command<?>> withoutAcceptances(List<Command<?>> batch) {
        List<Command<?>> others = new ArrayList<>(batch);
        others.removeIf(AcceptCommand.class::isInstance);
        batch.stream()
                .filter(AcceptCommand.class::isInstance)
                .map(AcceptCommand.class::cast)
                .forEach(acceptance -> {
                    memory.books().countLater(acceptance.source(), Measure.UNAVAILABLE, 1);
                    answers.execute(() -> acceptance.fail(filesAreGone()));
                });
        return others;
    }

    /**
     * After a commit that failed: each command gets another chance alone, so that only the one at fault fails. When it is the disk
     * that fails, acceptances are refused at once, and settlements are tried, because they can succeed where nothing else fits.
     */
    private void apart(List<Command<?>> batch, Exception cause) {
        boolean storage = isStorage(cause);
        for (Command<?> command : batch) {
            boolean again = batch.size() > 1 && !(storage && command instanceof AcceptCommand);
            Optional<Exception> failure = again ? commitAlone(command) : Optional.of(cause);
            failure.ifPresent(exception -> fail(command, exception));
        }
    }

    private Optional<Exception> commitAlone(Command<?> command) {
        try {
            commit(List.of(command));
            return Optional.empty();
        } catch (SQLException | RuntimeException e) {
            closeSession();
            return Optional.of(e);
        }
    }

    private void fail(Command<?> command, Exception cause) {
        String message = isStorage(cause) ? diskFailed(cause) : bridgeFailed(cause);
        if (command instanceof AcceptCommand acceptance) {
            memory.books().countLater(acceptance.source(), Measure.UNAVAILABLE, 1);
        }
        SpoolException failure = new SpoolException(message, cause);
        answers.execute(() -> command.fail(failure));
    }

    private String diskFailed(Exception cause) {
        String message = "Nothing could be written to the spool: "
                + rootOf(cause).getMessage() + ". Check its disk; it is tried again with the next write.";
        if (fault.isEmpty()) {
            LOG.error("{}", message, cause);
        }
        fault = Optional.of(message);
        return message;
    }

    private static String bridgeFailed(Exception cause) {
        LOG.error("A write to the spool failed by a fault in the bridge and was undone", cause);
        return "A write to the spool failed by a fault in the bridge and was undone: " + rootOf(cause);
    }

    private void commit(List<Command<?>> batch) throws SQLException {
        long start = System.nanoTime();
        int acceptances =
                (int) batch.stream().filter(AcceptCommand.class::isInstance).count();
        int settlements = batch.stream().mapToInt(Command::settlements).sum();
        WriteSession open = session();
        Transaction transaction = new Transaction(open, memory, clock.instant());
        List<Runnable> told = new ArrayList<>(batch.size());
        try {
            open.begin();
            for (Command<?> command : batch) {
                told.add(command.run(transaction));
            }
            if (acceptances > 0) {
                open.acceptor().seen().mergeSome(transaction.recentKeys());
            }
            transaction.writeBooks();
            listener.beforeCommit(acceptances, settlements);
            open.commit();
        } catch (SQLException | RuntimeException e) {
            transaction.failed();
            memoryIsDoubtful = true;
            throw e;
        }
        long end = System.nanoTime();
        busyNanos = acceptances + settlements > 0 ? end : busyNanos;
        fault = Optional.empty();
        try {
            transaction.publish();
            if (gauge.isOld()) {
                gauge.read(open.emptyBytes());
            }
            listener.afterCommit(acceptances, settlements, Duration.ofNanos(end - start));
        } catch (SQLException | RuntimeException e) {
            // A bug; but what is committed must not be written again.
            LOG.error("Something failed after a commit of the spool", e);
        }
        wake(transaction);
        // Once more: under load a commit is nearly always under way when somebody takes the files away.
        tell(acceptances == 0 || whereabouts.areKept() ? told : refusingAcceptances(batch, told));
    }

    /** They are committed, but to where nobody may find them: the sender keeps its webhook, and a repeat is recognised. */
    private static List<Runnable> refusingAcceptances(List<Command<?>> batch, List<Runnable> told) {
        List<Runnable> refusing = new ArrayList<>(told);
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i) instanceof AcceptCommand acceptance) {
                refusing.set(i, () -> acceptance.fail(filesAreGone()));
            }
        }
        return refusing;
    }

    private static SpoolException filesAreGone() {
        return new SpoolException("The spool's files were deleted, moved or replaced", null);
    }

    private void wake(Transaction transaction) {
        try {
            transaction.dueDestinations().forEach(listener::due);
        } catch (RuntimeException e) {
            LOG.error("A worker could not be told of its deliveries; it finds them when it next looks", e);
        }
    }

    private void tell(List<Runnable> told) {
        for (int i = 0; i < told.size(); i += ANSWERS_IN_A_ROW) {
            List<Runnable> some = told.subList(i, Math.min(told.size(), i + ANSWERS_IN_A_ROW));
            answers.execute(() -> some.forEach(Runnable::run));
        }
    }

    private WriteSession session() throws SQLException {
        if (session.isEmpty()) {
            session = Optional.of(sessions.open());
        }
        if (memoryIsDoubtful) {
            // Whatever failed, and whether the commit did succeed after all: the file knows.
            memory.read(session.get().handle());
            memoryIsDoubtful = false;
        }
        return session.get();
    }

    private void checkpointWhenLong() {
        try {
            if (session.isPresent() && truncateWanted) {
                truncateWanted = false;
                session.get().truncateLog();
            } else if (session.isPresent() && session.get().logFrames() >= CHECKPOINT_FRAMES) {
                session.get().checkpoint();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("The spool's write-ahead log could not be brought into its file; it is tried again", e);
            closeSession();
        }
    }

    private void closeSession() {
        try {
            session.ifPresent(WriteSession::close);
        } catch (RuntimeException e) {
            LOG.warn("The spool's write connection did not close well after a failure; another is opened", e);
        }
        session = Optional.empty();
        whereabouts.forgetLog();
    }

    /** Whether the file or its disk failed, and not one command. */
    private static boolean isStorage(Exception exception) {
        Throwable root = rootOf(exception);
        boolean oneCommandsFault = root instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
        return root instanceof SQLException && !oneCommandsFault;
    }

    private static Throwable rootOf(Throwable exception) {
        Throwable root = exception;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
