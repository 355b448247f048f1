package io.siembridge.app.spool;

import java.time.Instant;

/**
 * A change somebody made.
 *
 * @param who the operator as far as known, such as {@code token from 127.0.0.1}
 * @param action one word: replay, retry, discard, pause, resume, reload, login, log-missing
 */
public record AuditEntry(Instant at, String who, String action, String detail) {}
