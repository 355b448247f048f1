package io.siembridge.app.spool;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * Something for the writer to do, within a commit that it shares with others.
 *
 * @param <T> what its caller learns after the commit
 */
abstract class Command<T> {
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    /** Statements against the spool; undone if the commit fails, and then perhaps called again. */
    interface Work<T> {
        T apply(Transaction transaction) throws SQLException;
    }

    /** A command of this many rows. */
    static <T> Command<T> of(int rows, Work<T> work) {
        return new Command<>() {
            @Override
            T apply(Transaction transaction) throws SQLException {
                return work.apply(transaction);
            }

            @Override
            int rows() {
                return rows;
            }
        };
    }

    abstract T apply(Transaction transaction) throws SQLException;

    /** How much of a commit it takes. */
    abstract int rows();

    /** How many settlements it records. */
    int settlements() {
        return 0;
    }

    final CompletableFuture<T> answer() {
        return answer;
    }

    /** Applies it; what is returned tells the caller, and is to be run after the commit. */
    final Runnable run(Transaction transaction) throws SQLException {
        T value = apply(transaction);
        return () -> answer.complete(value);
    }

    /** Tells the caller that nothing of it was stored; to be run where callers may be told. */
    void fail(SpoolException cause) {
        answer.completeExceptionally(cause);
    }
}
