package io.siembridge.app.spool;

import io.siembridge.app.spool.Acceptance.Reason;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool in one SQLite file: write-ahead log, every commit synced, one writer that commits together what waits together
 * (docs/decisions/0001 to 0007).
 */
public final class SqliteSpool implements Spool {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteSpool.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(30);
    private static final int LETTERS_AT_ONCE = 500;
    private static final int RECENTLY_SEEN = 32_768;

    private final SpoolConfig config;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final SpoolListener listener;
    private final Function<String, Duration> dedupeWindow;
    private final int recentlySeen;
    private volatile @Nullable OpenSpool open;

    /**
     * A spool that is not open yet.
     *
     * @param dedupeWindow by source, how long the same bytes without a delivery id are the same delivery
     */
    public SqliteSpool(
            SpoolConfig config, InstantSource clock, SpoolListener listener, Function<String, Duration> dedupeWindow) {
        this(config, clock, System::nanoTime, listener, dedupeWindow, RECENTLY_SEEN);
    }

    /** With a clock for leases and a number of keys in memory that a test can choose. */
    SqliteSpool(
            SpoolConfig config,
            InstantSource clock,
            LongSupplier nanos,
            SpoolListener listener,
            Function<String, Duration> dedupeWindow,
            int recentlySeen) {
        this.config = config;
        this.clock = clock;
        this.nanos = nanos;
        this.listener = listener;
        this.dedupeWindow = dedupeWindow;
        this.recentlySeen = recentlySeen;
    }

    @Override
    public void open() throws SpoolException {
        SpoolFile file = SpoolFile.inFolder(config.file());
        SpoolLock lock = SpoolLock.take(file.path());
        try {
            NativeLibrary.keepIn(file.folder());
            file.prepare();
            open = new OpenSpool(file, lock, config, clock, nanos, listener, recentlySeen);
        } catch (SpoolException e) {
            release(lock);
            throw e;
        } catch (SQLException | JdbiException e) {
            release(lock);
            throw new SpoolException(
                    "Cannot open the spool " + file.path() + " (" + e.getMessage()
                            + "). Check its folder, its disk and who may write there.",
                    e);
        }
    }

    private static void release(SpoolLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of the spool was not released; the end of this process releases it", e);
        }
    }

    private OpenSpool spool() {
        OpenSpool current = open;
        if (current == null) {
            throw new IllegalStateException("The spool is not open");
        }
        return current;
    }

    @Override
    public CompletableFuture<Acceptance> accept(VerifiedWebhook webhook, List<String> destinations) {
        return accept(webhook, destinations, AcceptCommand::new);
    }

    @Override
    public CompletableFuture<Acceptance> acceptReport(
            VerifiedWebhook report, List<String> destinations, Instant until) {
        return accept(report, destinations, offer -> AcceptCommand.ofReport(offer, until));
    }

    private CompletableFuture<Acceptance> accept(
            VerifiedWebhook webhook, List<String> destinations, Function<Offer, AcceptCommand> how) {
        OpenSpool spool = spool();
        Optional<Reason> full = spool.gauge.refusal(spool.queue.waitingBytes());
        if (full.isPresent()) {
            return refused(webhook, full.get(), LATER);
        }
        AcceptCommand command = how.apply(Offer.of(webhook, destinations, dedupeWindow.apply(webhook.source())));
        return switch (spool.queue.offer(command)) {
            case TAKEN -> command.answer();
            case FULL -> refused(webhook, Reason.QUEUE_FULL, SOON);
            case CLOSED -> refused(webhook, Reason.CLOSING, SOON);
        };
    }

    private CompletableFuture<Acceptance> refused(VerifiedWebhook webhook, Reason reason, Duration retryAfter) {
        spool().memory.books().countLater(webhook.source(), Measure.UNAVAILABLE, 1);
        return CompletableFuture.completedFuture(Acceptance.refused(reason, retryAfter));
    }

    @Override
    public List<ClaimedDelivery> claim(String destination, int maxDeliveries, long maxBytes, Duration lease) {
        return spool().claims.claim(destination, maxDeliveries, maxBytes, lease);
    }

    @Override
    public void extend(List<DeliveryId> deliveries, Duration lease) {
        Map<String, List<String>> byDestination = deliveries.stream()
                .collect(Collectors.groupingBy(
                        DeliveryId::destination, Collectors.mapping(DeliveryId::webhook, Collectors.toList())));
        byDestination.forEach((destination, webhooks) ->
                spool().memory.lanes().of(destination).extend(webhooks, lease));
    }

    @Override
    public CompletableFuture<Void> settle(List<Settlement> settlements) {
        return spool().writer.submit(new SettleCommand(settlements)).thenAccept(count -> {});
    }

    /** For tests: anything else to be written in turn. */
    <T> CompletableFuture<T> write(Command<T> command) {
        return spool().writer.submit(command);
    }

    @Override
    public Optional<Instant> nextDue(String destination) {
        return spool().claims.nextDue(destination);
    }

    @Override
    public CompletableFuture<Integer> replay(ReplayRequest request) {
        OpenSpool spool = spool();
        return new Steps<>(spool.writer, Replays.WEBHOOKS_AT_ONCE, spool.replays::next)
                .from(Replays.Progress.start(request, spool.memory.lastSeq()));
    }

    @Override
    public Map<String, Long> replayPreview(ReplayRequest request) {
        OpenSpool spool = spool();
        return spool.replays.preview(spool.readers, request, spool.memory.lastSeq());
    }

    @Override
    public CompletableFuture<Integer> discardWaiting(WaitingRequest request) {
        OpenSpool spool = spool();
        return new Steps<>(spool.writer, WaitingDiscards.AT_ONCE, spool.waitingDiscards::next)
                .from(WaitingDiscards.Progress.start(request, spool.memory.lastSeq()));
    }

    @Override
    public long waitingPreview(WaitingRequest request) {
        OpenSpool spool = spool();
        return spool.waitingDiscards.preview(spool.readers, request, spool.memory.lastSeq());
    }

    @Override
    public CompletableFuture<Integer> discard(List<Long> letters) {
        return inParts(letters, spool().deadLetters::discard);
    }

    @Override
    public CompletableFuture<Integer> retry(List<Long> letters) {
        return inParts(letters, spool().deadLetters::retry);
    }

    private CompletableFuture<Integer> inParts(List<Long> all, BiFunction<Transaction, List<Long>, Integer> work) {
        List<Long> part = all.subList(0, Math.min(all.size(), LETTERS_AT_ONCE));
        List<Long> rest = all.subList(part.size(), all.size());
        CompletableFuture<Integer> count =
                spool().writer.submit(Command.of(part.size(), transaction -> work.apply(transaction, part)));
        return rest.isEmpty()
                ? count
                : count.thenCompose(first -> inParts(rest, work).thenApply(more -> first + more));
    }

    @Override
    public Page<WebhookSummary> webhooks(WebhookFilter filter, Optional<String> cursor, int limit) {
        return read((spool, handle) -> spool.listings.list(handle, filter, cursor, limit));
    }

    @Override
    public Optional<WebhookDetail> webhook(String receipt) {
        return read((spool, handle) -> spool.listings.detail(handle, receipt));
    }

    @Override
    public Page<DeadLetter> deadLetters(DeadLetterFilter filter, Optional<String> cursor, int limit) {
        return read((spool, handle) -> spool.deadLetters.list(handle, filter, cursor, limit));
    }

    @Override
    public Optional<DeadLetter> deadLetter(long id) {
        return read((spool, handle) -> spool.deadLetters.find(handle, id));
    }

    @Override
    public Page<StoredWebhook> webhooksAfter(Optional<String> after, int limit) {
        return read((spool, handle) -> spool.listings.after(handle, after, limit));
    }

    @Override
    public Optional<String> latest() {
        return read((spool, handle) -> spool.listings.latest(handle));
    }

    @Override
    public Map<String, DestinationTally> tallies() {
        OpenSpool spool = spool();
        Map<String, DestinationTally> tallies = new TreeMap<>();
        spool.memory.books().tallies().forEach((destination, tally) -> {
            Optional<Instant> oldest =
                    tally.waiting() == 0 ? Optional.empty() : spool.claims.oldestWaiting(destination);
            tallies.put(
                    spool.memory.names().name(destination),
                    new DestinationTally(
                            tally.owed(), tally.delivered(), tally.waiting(), tally.dead(), tally.discarded(), oldest));
        });
        return tallies;
    }

    @Override
    public List<LedgerEntry> ledger(Instant from, Instant to) {
        return read((spool, handle) -> new History(spool.memory.names()).ledger(handle, from, to));
    }

    @Override
    public Optional<Instant> reportedUntil() {
        long millis = spool().readers.read(handle -> Notes.read(handle, Notes.REPORTED));
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    @Override
    public void count(String source, Measure why, long count) {
        spool().memory.books().countLater(source, why, count);
    }

    @Override
    public CompletableFuture<Void> remember(String key, String text) {
        return spool().writer
                .submit(Command.of(1, transaction -> Notes.write(transaction.handle(), key, text)))
                .thenAccept(written -> {});
    }

    @Override
    public Optional<String> remembered(String key) {
        return spool().readers.read(handle -> Notes.text(handle, key));
    }

    @Override
    public void audit(AuditEntry entry) {
        CompletableFuture<?> unused =
                spool().writer.submit(Command.of(1, transaction -> History.write(transaction, entry)));
    }

    @Override
    public Page<AuditEntry> auditTrail(Optional<String> cursor, int limit) {
        return read((spool, handle) -> History.audit(handle, cursor, limit));
    }

    @Override
    public SpoolHealth health() {
        OpenSpool spool = spool();
        Optional<String> reason = Health.problem(spool);
        return new SpoolHealth(
                reason.isEmpty(),
                reason.orElse("ok"),
                spool.gauge.bytes(),
                spool.gauge.freeBytes(),
                spool.queue.waiting());
    }

    @Override
    public void tidy() {
        spool().retention.tidy();
    }

    @Override
    public void backup(Path target) throws SpoolException {
        spool().backup.to(target);
    }

    @Override
    public List<String> check() {
        return read((spool, handle) -> new Integrity(spool.memory.names()).check(handle));
    }

    private <T> T read(BiFunction<OpenSpool, Handle, T> query) {
        OpenSpool spool = spool();
        return spool.readers.read(handle -> query.apply(spool, handle));
    }

    @Override
    public void close() {
        OpenSpool current = open;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            LOG.warn("The lock of the spool was not released; the end of this process releases it", e);
        }
    }
}
