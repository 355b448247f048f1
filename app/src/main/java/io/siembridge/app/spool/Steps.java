package io.siembridge.app.spool;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Long work as many short commits, one after the other, so that acceptances and settlements pass between them.
 *
 * @param <P> how far it has come
 */
final class Steps<P extends Steps.Progress> {
    /** How far some work has come. */
    interface Progress {
        /** How many deliveries it has changed. */
        int made();
    }

    /** A part of it; empty when nothing was left. */
    interface Step<P> {
        Optional<P> next(Transaction transaction, P progress) throws SQLException;
    }

    private final Writer writer;
    private final int rows;
    private final Step<P> step;
    private final CompletableFuture<Integer> made = new CompletableFuture<>();

    /** @param rows how much of a commit one step takes */
    Steps(Writer writer, int rows, Step<P> step) {
        this.writer = writer;
        this.rows = rows;
        this.step = step;
    }

    /** Begins; completes with what was made after the commit of the last step. */
    CompletableFuture<Integer> from(P progress) {
        CompletableFuture<?> unused = writer.submit(Command.of(rows, transaction -> step.next(transaction, progress)))
                .whenComplete((next, failure) -> {
                    if (next == null) {
                        made.completeExceptionally(failure);
                    } else if (next.isEmpty()) {
                        made.complete(progress.made());
                    } else {
                        CompletableFuture<Integer> unusedToo = from(next.get());
                    }
                });
        return made;
    }
}
