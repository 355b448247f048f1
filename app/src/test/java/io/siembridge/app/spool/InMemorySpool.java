package io.siembridge.app.spool;

import io.siembridge.app.spool.Acceptance.Sign;
import io.siembridge.app.spool.InMemoryRows.Delivery;
import io.siembridge.app.spool.InMemoryRows.Letter;
import io.siembridge.app.spool.InMemoryRows.Stored;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The spool's contract without a disk, for tests of others and as the model the real one is compared with. It forgets
 * everything with the process, and never refuses but when closed.
 */
public final class InMemorySpool implements Spool {
    private static final Duration KEEP = Duration.ofDays(7);

    private final InstantSource clock;
    private final SteadyClock steady;
    private final LongSupplier nanos;
    private final SpoolListener listener;
    private final Function<String, Duration> dedupeWindow;
    private final Receipts receipts;
    private final InMemoryRows rows = new InMemoryRows();
    private final InMemoryBooks books;
    private final InMemoryMoves moves;
    private final InMemoryLists lists;
    private final Map<String, String> memos = new TreeMap<>();
    private int memosWritten;
    private Optional<Instant> reported = Optional.empty();
    private long lastSeq;
    private boolean closed;

    public InMemorySpool(InstantSource clock) {
        this(clock, System::nanoTime, new SpoolListener() {}, source -> Duration.ofHours(2));
    }

    public InMemorySpool(
            InstantSource clock, LongSupplier nanos, SpoolListener listener, Function<String, Duration> dedupeWindow) {
        this.clock = clock;
        this.steady = new SteadyClock(clock, nanos, 0);
        this.nanos = nanos;
        this.listener = listener;
        this.dedupeWindow = dedupeWindow;
        this.receipts = new Receipts(clock);
        this.books = new InMemoryBooks(clock);
        this.moves = new InMemoryMoves(rows, books, clock, steady);
        this.lists = new InMemoryLists(rows, steady);
    }

    @Override
    public void open() {}

    @Override
    public CompletableFuture<Acceptance> accept(VerifiedWebhook webhook, List<String> destinations) {
        Acceptance acceptance = store(webhook, destinations);
        if (acceptance.kind() == Acceptance.Kind.ACCEPTED) {
            destinations.forEach(listener::due);
        }
        return CompletableFuture.completedFuture(acceptance);
    }

    @Override
    public synchronized CompletableFuture<Acceptance> acceptReport(
            VerifiedWebhook report, List<String> destinations, Instant until) {
        CompletableFuture<Acceptance> acceptance = accept(report, destinations);
        if (acceptance.join().kind() != Acceptance.Kind.REFUSED) {
            reported = Optional.of(until);
        }
        return acceptance;
    }

    @Override
    public synchronized Optional<Instant> reportedUntil() {
        return reported;
    }

    private synchronized Acceptance store(VerifiedWebhook webhook, List<String> destinations) {
        if (closed) {
            books.count(webhook.source(), "", "unavailable", 1);
            return Acceptance.refused(Acceptance.Reason.CLOSING, Duration.ofSeconds(1));
        }
        Instant received = webhook.received().truncatedTo(ChronoUnit.MILLIS);
        StoredWebhook stored = new StoredWebhook(
                receipts.next(),
                webhook.source(),
                webhook.vendor(),
                webhook.label(),
                received,
                webhook.headers(),
                webhook.body().clone(),
                HexFormat.of()
                        .formatHex(Offer.of(webhook, List.of(), Duration.ZERO).digest()));
        Duration window = dedupeWindow.apply(webhook.source());
        Optional<Stored> recent = rows.latest(each -> each.sameBytes(webhook, stored.bodySha256()))
                .filter(each -> Duration.between(each.webhook.received(), received)
                                .abs()
                                .compareTo(window)
                        < 0);
        Optional<Stored> first = webhook.deliveryId().isEmpty()
                ? recent
                : rows.latest(each ->
                        each.sameBytes(webhook, stored.bodySha256()) && each.deliveryId.equals(webhook.deliveryId()));
        if (first.isPresent()) {
            books.count(webhook.source(), "", "duplicate", 1);
            return Acceptance.duplicate(first.get().webhook.webhook());
        }
        Set<Sign> signs = new HashSet<>();
        if (recent.isPresent()) {
            signs.add(Sign.BYTES_REPEATED);
        }
        if (webhook.deliveryId().isPresent()
                && rows.latest(each -> each.webhook.source().equals(webhook.source())
                                && each.deliveryId.equals(webhook.deliveryId()))
                        .isPresent()) {
            signs.add(Sign.ID_REUSED);
        }
        lastSeq++;
        Stored kept = new Stored(lastSeq, stored, webhook.deliveryId());
        destinations.forEach(name -> kept.deliveries.put(name, new Delivery(kept, name, now())));
        rows.webhooks.put(lastSeq, kept);
        books.count(webhook.source(), "", "accepted", 1);
        return Acceptance.accepted(stored.webhook(), signs);
    }

    @Override
    public synchronized List<ClaimedDelivery> claim(
            String destination, int maxDeliveries, long maxBytes, Duration lease) {
        List<ClaimedDelivery> claimed = new ArrayList<>();
        long bytes = 0;
        long now = steady.millis();
        for (Delivery delivery : rows.waiting(destination)) {
            if (isLeased(delivery) || delivery.dueMillis > now) {
                continue;
            }
            bytes += delivery.of.webhook.body().length;
            if (claimed.size() == maxDeliveries || (!claimed.isEmpty() && bytes > maxBytes)) {
                break;
            }
            delivery.leaseEndNanos = nanos.getAsLong() + lease.toNanos();
            claimed.add(new ClaimedDelivery(
                    id(delivery), delivery.of.webhook, delivery.attempts, delivery.accepted, delivery.since));
        }
        return claimed;
    }

    private boolean isLeased(Delivery delivery) {
        return delivery.leaseEndNanos != null && delivery.leaseEndNanos - nanos.getAsLong() > 0;
    }

    private static DeliveryId id(Delivery delivery) {
        return new DeliveryId(delivery.of.webhook.webhook(), delivery.destination);
    }

    /** What happens to leases when the process dies. */
    public synchronized void forgetLeases() {
        rows.deliveries().forEach(delivery -> delivery.leaseEndNanos = null);
    }

    @Override
    public synchronized void extend(List<DeliveryId> extended, Duration lease) {
        for (DeliveryId id : extended) {
            rows.find(id)
                    .filter(this::isLeased)
                    .ifPresent(delivery -> delivery.leaseEndNanos = nanos.getAsLong() + lease.toNanos());
        }
    }

    @Override
    public CompletableFuture<Void> settle(List<Settlement> settlements) {
        synchronized (this) {
            settlements.forEach(moves::settle);
        }
        return CompletableFuture.allOf();
    }

    @Override
    public synchronized Optional<Instant> nextDue(String destination) {
        Instant now = clock.instant();
        return rows.waiting(destination).stream()
                .map(delivery -> {
                    Long lease = isLeased(delivery) ? delivery.leaseEndNanos : null;
                    if (lease != null) {
                        return now.plusNanos(lease - nanos.getAsLong());
                    }
                    return delivery.dueMillis == 0 ? now : Instant.ofEpochMilli(steady.toWall(delivery.dueMillis));
                })
                .map(due -> due.isBefore(now) ? now : due)
                .min(Comparator.naturalOrder());
    }

    @Override
    public CompletableFuture<Integer> replay(ReplayRequest request) {
        List<Delivery> due;
        synchronized (this) {
            due = moves.replayed(request);
            due.forEach(delivery -> delivery.of.deliveries.putIfAbsent(delivery.destination, delivery));
            due.forEach(delivery -> moves.revive(delivery, Set.of()));
        }
        due.forEach(delivery -> listener.due(delivery.destination));
        return CompletableFuture.completedFuture(due.size());
    }

    @Override
    public synchronized Map<String, Long> replayPreview(ReplayRequest request) {
        Map<String, Long> counts = new TreeMap<>();
        moves.replayed(request).forEach(delivery -> counts.merge(delivery.destination, 1L, Long::sum));
        return counts;
    }

    @Override
    public synchronized CompletableFuture<Integer> discard(List<Long> ids) {
        return CompletableFuture.completedFuture(moves.discard(ids).size());
    }

    @Override
    public synchronized CompletableFuture<Integer> discardWaiting(WaitingRequest request) {
        return CompletableFuture.completedFuture(moves.discardWaiting(request).size());
    }

    @Override
    public synchronized long waitingPreview(WaitingRequest request) {
        return moves.waiting(request).size();
    }

    @Override
    public CompletableFuture<Integer> retry(List<Long> ids) {
        List<Letter> chosen;
        synchronized (this) {
            chosen = moves.retry(ids);
        }
        chosen.forEach(letter -> listener.due(letter.delivery.destination));
        return CompletableFuture.completedFuture(chosen.size());
    }

    @Override
    public synchronized Page<WebhookSummary> webhooks(WebhookFilter filter, Optional<String> cursor, int limit) {
        return lists.webhooks(filter, cursor, limit);
    }

    @Override
    public synchronized Optional<WebhookDetail> webhook(String receipt) {
        return lists.webhook(receipt);
    }

    @Override
    public synchronized Page<DeadLetter> deadLetters(DeadLetterFilter filter, Optional<String> cursor, int limit) {
        return lists.deadLetters(filter, cursor, limit);
    }

    @Override
    public synchronized Optional<DeadLetter> deadLetter(long id) {
        return lists.deadLetter(id);
    }

    @Override
    public synchronized Page<StoredWebhook> webhooksAfter(Optional<String> after, int limit) {
        return lists.webhooksAfter(after, limit);
    }

    @Override
    public synchronized Optional<String> latest() {
        return lists.latest();
    }

    @Override
    public synchronized Map<String, DestinationTally> tallies() {
        return lists.tallies();
    }

    @Override
    public synchronized List<LedgerEntry> ledger(Instant from, Instant to) {
        return books.entries(from, to);
    }

    @Override
    public synchronized void count(String source, Measure why, long count) {
        books.count(source, "", why.word(), count);
    }

    @Override
    public synchronized CompletableFuture<Void> remember(String key, String text) {
        memos.put(key, text);
        memosWritten++;
        return CompletableFuture.allOf();
    }

    /** How many times something was to be remembered. */
    public synchronized int memosWritten() {
        return memosWritten;
    }

    @Override
    public synchronized Optional<String> remembered(String key) {
        return Optional.ofNullable(memos.get(key));
    }

    @Override
    public synchronized void audit(AuditEntry entry) {
        books.audit(entry);
    }

    @Override
    public synchronized Page<AuditEntry> auditTrail(Optional<String> cursor, int limit) {
        return books.auditTrail(cursor, limit);
    }

    @Override
    public synchronized SpoolHealth health() {
        return new SpoolHealth(!closed, closed ? "the spool is closing" : "ok", 0, Long.MAX_VALUE, 0);
    }

    @Override
    public synchronized void tidy() {
        Instant before = clock.instant().minus(KEEP);
        List<Stored> old = rows.webhooks.values().stream()
                .filter(stored ->
                        stored.seq != lastSeq && stored.webhook.received().isBefore(before))
                .filter(stored -> stored.deliveries.values().stream()
                        .allMatch(delivery -> delivery.state != DeliveryState.WAITING
                                && delivery.state != DeliveryState.DEAD
                                && delivery.since.isBefore(before)))
                .toList();
        old.forEach(rows::forget);
    }

    @Override
    public void backup(Path target) throws SpoolException {
        throw new SpoolException("A spool in memory cannot be backed up", null);
    }

    @Override
    public List<String> check() {
        return List.of();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
