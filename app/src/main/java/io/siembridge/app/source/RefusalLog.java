package io.siembridge.app.source;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.telemetry.LogFields;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of webhooks that were refused or look odd, but not of each one in a flood: strangers could fill a disk with lines.
 * The metrics count every one.
 */
final class RefusalLog {
    static final int LINES_PER_SECOND = 10;

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final LongSupplier nanoTime;
    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();

    RefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * One refusal.
     *
     * @param what a sentence with a place for the explanation
     * @param reason a word of ours
     */
    void refused(String what, String explanation, String source, String sender, String reason) {
        unlogged(source, reason)
                .ifPresent(unlogged -> LOG.warn(
                        what,
                        explanation,
                        kv(LogFields.SOURCE, source),
                        kv(LogFields.SENDER, sender),
                        kv(LogFields.REASON, reason),
                        kv(LogFields.UNLOGGED, unlogged)));
    }

    /** One webhook that was stored and that somebody should know of. */
    void suspicious(String what, String source, String webhook, String reason) {
        unlogged(source, reason)
                .ifPresent(unlogged -> LOG.warn(
                        what,
                        kv(LogFields.SOURCE, source),
                        kv(LogFields.WEBHOOK, webhook),
                        kv(LogFields.REASON, reason),
                        kv(LogFields.UNLOGGED, unlogged)));
    }

    /** One that could not be stored, for a reason with a word of its own. */
    void notTaken(String source, String reason) {
        unlogged(source, reason)
                .ifPresent(unlogged -> LOG.error(
                        "Webhook not taken, the sender is told to come again: {}",
                        reason,
                        kv(LogFields.SOURCE, source),
                        kv(LogFields.REASON, reason),
                        kv(LogFields.UNLOGGED, unlogged)));
    }

    /** One that could not be stored, for a fault. */
    void notStored(String source, Throwable failure) {
        unlogged(source, "fault")
                .ifPresent(unlogged -> LOG.error(
                        "Webhook could not be stored, the sender is told to come again",
                        kv(LogFields.SOURCE, source),
                        kv(LogFields.UNLOGGED, unlogged),
                        failure));
    }

    /** How many of this kind the next line stands for beside its own; empty when there is none now. */
    private Optional<Long> unlogged(String source, String reason) {
        Budget budget = budgets.computeIfAbsent(source + " " + reason, any -> new Budget(nanoTime));
        if (budget.lines().take().isPresent()) {
            budget.unlogged().incrementAndGet();
            return Optional.empty();
        }
        return Optional.of(budget.unlogged().getAndSet(0));
    }

    /** @param unlogged refusals of this kind since the last line */
    private record Budget(TokenBucket lines, AtomicLong unlogged) {
        Budget(LongSupplier nanoTime) {
            this(new TokenBucket(LINES_PER_SECOND, nanoTime), new AtomicLong());
        }
    }
}
