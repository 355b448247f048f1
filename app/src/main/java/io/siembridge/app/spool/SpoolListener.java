package io.siembridge.app.spool;

import java.time.Duration;

/**
 * Hears what the spool does: for metrics, for waking workers, and for tests that stop the process at a named point. Runs on the
 * writer thread and must be quick.
 */
public interface SpoolListener {
    /** A transaction is written and about to be committed. */
    default void beforeCommit(int acceptances, int settlements) {}

    /** The commit is synced; nobody has been told yet. */
    default void afterCommit(int acceptances, int settlements, Duration took) {}

    /** A destination has deliveries that are due. */
    default void due(String destination) {}

    /** Writing has ended by an error of the virtual machine; only a new start of the process helps. */
    default void brokenDown(Throwable cause) {}
}
