package io.siembridge.app.spool;

/**
 * The state of the store.
 *
 * @param accepts whether it would take a webhook now
 * @param reason why not, or {@code ok}
 * @param bytes size of the store with its write-ahead log
 * @param freeBytes room left on its volume
 * @param queued acceptances waiting for the next commit
 */
public record SpoolHealth(boolean accepts, String reason, long bytes, long freeBytes, int queued) {}
