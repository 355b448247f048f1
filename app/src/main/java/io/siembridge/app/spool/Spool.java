package io.siembridge.app.spool;

import io.siembridge.app.verifier.VerifiedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The durable store and queue. What it has accepted is on disk and synced, and stays until every destination it is owed
 * to has it, an operator has discarded it, or it is a dead letter that somebody has looked at.
 *
 * <p>All methods may be called from any thread.
 */
public interface Spool extends AutoCloseable {
    /**
     * Opens the store: takes it for this process alone, migrates it, checks it.
     *
     * @throws SpoolException when it is in use, damaged, foreign, from a newer version, or cannot be written; it is then
     *     left exactly as it was
     */
    void open() throws SpoolException;

    /**
     * Stores a webhook with one delivery for each destination, in one transaction, unless it is a repeat. The future
     * completes after the commit is synced, or with a refusal; it fails only on a bug or an I/O error, and then nothing
     * was stored that an answer could be based on.
     */
    CompletableFuture<Acceptance> accept(VerifiedWebhook webhook, List<String> destinations);

    /**
     * Stores a report of the bridge's own like any webhook, and with it, in the same transaction, how far reports go by now.
     */
    CompletableFuture<Acceptance> acceptReport(VerifiedWebhook report, List<String> destinations, Instant until);

    /** How far reports go; empty before the first. */
    Optional<Instant> reportedUntil();

    /**
     * Deliveries of a destination that are due, oldest first, leased to the caller. A lease that is neither settled nor
     * extended in time lapses, and the delivery is due again; leases do not survive the process.
     *
     * @param maxBytes no more deliveries are added once their bodies exceed this; at least one is returned if due
     */
    List<ClaimedDelivery> claim(String destination, int maxDeliveries, long maxBytes, Duration lease);

    /** Gives leased deliveries more time, for destinations that confirm late. */
    void extend(List<DeliveryId> deliveries, Duration lease);

    /**
     * Records what came of leased deliveries, all in one transaction. The future completes after the commit. Settling a
     * delivery whose lease has lapsed, or that was discarded meanwhile, changes nothing that is final.
     */
    CompletableFuture<Void> settle(List<Settlement> settlements);

    /**
     * When the next delivery of a destination will be due, now at the earliest; for one that is leased, when its lease runs out. Empty
     * when none is waiting.
     */
    Optional<Instant> nextDue(String destination);

    /** Makes stored webhooks due again. */
    CompletableFuture<Integer> replay(ReplayRequest request);

    /** How many deliveries a replay would make due, by destination, without doing it. */
    Map<String, Long> replayPreview(ReplayRequest request);

    /** Gives dead letters up for good, as an operator's decision. Returns how many were open. */
    CompletableFuture<Integer> discard(List<Long> deadLetters);

    /**
     * Gives up deliveries that wait, as an operator's decision; of what is being sent just now, the destination may still get some.
     * Returns how many.
     */
    CompletableFuture<Integer> discardWaiting(WaitingRequest request);

    /** How many deliveries that would give up, without doing it. */
    long waitingPreview(WaitingRequest request);

    /** Makes the deliveries of dead letters due again. Returns how many were open. */
    CompletableFuture<Integer> retry(List<Long> deadLetters);

    /** Webhooks, newest first. */
    Page<WebhookSummary> webhooks(WebhookFilter filter, Optional<String> cursor, int limit);

    Optional<WebhookDetail> webhook(String receipt);

    /** Open dead letters, newest first, or those already dealt with if the filter asks for them. */
    Page<DeadLetter> deadLetters(DeadLetterFilter filter, Optional<String> cursor, int limit);

    Optional<DeadLetter> deadLetter(long id);

    /**
     * Webhooks in the order they were accepted, for consumers that pull. The cursor of a page that holds any webhooks is that of its
     * last one, also at the end; an empty page has none.
     *
     * @param after cursor of the last one seen; empty for the beginning
     */
    Page<StoredWebhook> webhooksAfter(Optional<String> after, int limit);

    /** The cursor after the webhook accepted last, for consumers that begin now; empty while there is none. */
    Optional<String> latest();

    /** Counts per destination; each satisfies owed = delivered + waiting + dead + discarded. */
    Map<String, DestinationTally> tallies();

    /** Counts per hour, source and, where it applies, destination. */
    List<LedgerEntry> ledger(Instant from, Instant to);

    /**
     * Adds to the ledger what was turned away before it was offered to {@link #accept}, which counts by itself. It is kept in memory
     * and written with the next commit, or the next {@link #tidy}, so that a flood of refusals writes no more than a single one.
     */
    void count(String source, Measure why, long count);

    /** Keeps a text for another part of the bridge across restarts, in place of what was kept under the same key. */
    CompletableFuture<Void> remember(String key, String text);

    Optional<String> remembered(String key);

    void audit(AuditEntry entry);

    Page<AuditEntry> auditTrail(Optional<String> cursor, int limit);

    /** Whether it would accept a webhook now, how much room there is. Cheap: does not touch the disk each time. */
    SpoolHealth health();

    /** Removes what has been delivered long enough ago, gives space back, checkpoints. Bounded work; call it regularly. */
    void tidy();

    /** A consistent copy while running, to a file that must not exist yet. */
    void backup(Path target) throws SpoolException;

    /** Reads the whole store and says what is wrong with it, the books included; empty if nothing is. Takes long on a large one. */
    List<String> check();

    /** Finishes waiting writes, checkpoints, closes. Later acceptances are refused. */
    @Override
    void close();
}
