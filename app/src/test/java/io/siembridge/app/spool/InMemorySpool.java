package io.siembridge.app.spool;

import io.siembridge.app.spool.Acceptance.Sign;
import io.siembridge.app.spool.DeadLetter.Fate;
import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.Settlement.DeadPart;
import io.siembridge.app.spool.WebhookDetail.DeliveryDetail;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The spool's contract without a disk, for tests of others and as the model the real one is compared with. It forgets everything with
 * the process, and never refuses but when closed.
 */
public final class InMemorySpool implements Spool {
    private static final Duration KEEP = Duration.ofDays(7);

    private final InstantSource clock;
    private final SteadyClock steady;
    private final LongSupplier nanos;
    private final SpoolListener listener;
    private final Function<String, Duration> dedupeWindow;
    private final Receipts receipts;
    private final TreeMap<Long, Stored> webhooks = new TreeMap<>();
    private final TreeMap<Long, Letter> letters = new TreeMap<>();
    private final Map<String, Map<DeliveryState, Long>> removed = new TreeMap<>();
    private final Map<LedgerEntry, Long> ledger = new LinkedHashMap<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private Optional<Instant> reported = Optional.empty();
    private long lastSeq;
    private long lastLetter;
    private boolean closed;

    private static final class Stored {
        final long seq;
        final StoredWebhook webhook;
        final Optional<String> deliveryId;
        final Map<String, Delivery> deliveries = new LinkedHashMap<>();

        Stored(long seq, StoredWebhook webhook, Optional<String> deliveryId) {
            this.seq = seq;
            this.webhook = webhook;
            this.deliveryId = deliveryId;
        }

        boolean sameBytes(VerifiedWebhook other, String digest) {
            return webhook.source().equals(other.source())
                    && webhook.bodySha256().equals(digest);
        }
    }

    private static final class Delivery {
        final Stored of;
        final String destination;
        final List<Attempt> tries = new ArrayList<>();
        DeliveryState state = DeliveryState.WAITING;
        long dueMillis;
        Instant since;
        int attempts;
        Set<String> accepted = Set.of();

        @Nullable
        Long leaseEndNanos;

        Delivery(Stored of, String destination, Instant since) {
            this.of = of;
            this.destination = destination;
            this.since = since;
        }
    }

    private static final class Letter {
        final Delivery delivery;
        DeadLetter shown;

        Letter(Delivery delivery, DeadLetter shown) {
            this.delivery = delivery;
            this.shown = shown;
        }

        boolean isOpen() {
            return shown.fate() == Fate.OPEN;
        }

        void dealtWith(Fate fate) {
            DeadLetter was = shown;
            shown = new DeadLetter(
                    was.id(),
                    was.webhook(),
                    was.source(),
                    was.destination(),
                    was.eventUid(),
                    was.path(),
                    was.reason(),
                    was.excerpt(),
                    was.buried(),
                    fate);
        }
    }

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
            count(webhook.source(), "", "refused", 1);
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
        Optional<Stored> recent = latest(each -> each.sameBytes(webhook, stored.bodySha256()))
                .filter(each -> Duration.between(each.webhook.received(), received)
                                .abs()
                                .compareTo(window)
                        < 0);
        Optional<Stored> first = webhook.deliveryId().isEmpty()
                ? recent
                : latest(each ->
                        each.sameBytes(webhook, stored.bodySha256()) && each.deliveryId.equals(webhook.deliveryId()));
        if (first.isPresent()) {
            count(webhook.source(), "", "duplicate", 1);
            return Acceptance.duplicate(first.get().webhook.webhook());
        }
        Set<Sign> signs = new HashSet<>();
        if (recent.isPresent()) {
            signs.add(Sign.BYTES_REPEATED);
        }
        if (webhook.deliveryId().isPresent()
                && latest(each -> each.webhook.source().equals(webhook.source())
                                && each.deliveryId.equals(webhook.deliveryId()))
                        .isPresent()) {
            signs.add(Sign.ID_REUSED);
        }
        lastSeq++;
        Stored kept = new Stored(lastSeq, stored, webhook.deliveryId());
        destinations.forEach(name -> kept.deliveries.put(name, new Delivery(kept, name, now())));
        webhooks.put(lastSeq, kept);
        count(webhook.source(), "", "accepted", 1);
        return Acceptance.accepted(stored.webhook(), signs);
    }

    private Optional<Stored> latest(Predicate<Stored> condition) {
        return webhooks.descendingMap().values().stream().filter(condition).findFirst();
    }

    @Override
    public synchronized List<ClaimedDelivery> claim(
            String destination, int maxDeliveries, long maxBytes, Duration lease) {
        List<ClaimedDelivery> claimed = new ArrayList<>();
        long bytes = 0;
        long now = steady.millis();
        for (Delivery delivery : waiting(destination)) {
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

    private List<Delivery> waiting(String destination) {
        return webhooks.values().stream()
                .flatMap(stored -> Optional.ofNullable(stored.deliveries.get(destination)).stream())
                .filter(delivery -> delivery.state == DeliveryState.WAITING)
                .toList();
    }

    private boolean isLeased(Delivery delivery) {
        return delivery.leaseEndNanos != null && delivery.leaseEndNanos - nanos.getAsLong() > 0;
    }

    private static DeliveryId id(Delivery delivery) {
        return new DeliveryId(delivery.of.webhook.webhook(), delivery.destination);
    }

    /** What happens to leases when the process dies. */
    public synchronized void forgetLeases() {
        deliveries().forEach(delivery -> delivery.leaseEndNanos = null);
    }

    private Stream<Delivery> deliveries() {
        return webhooks.values().stream().flatMap(stored -> stored.deliveries.values().stream());
    }

    @Override
    public synchronized void extend(List<DeliveryId> extended, Duration lease) {
        for (DeliveryId id : extended) {
            find(id).filter(this::isLeased)
                    .ifPresent(delivery -> delivery.leaseEndNanos = nanos.getAsLong() + lease.toNanos());
        }
    }

    private Optional<Delivery> find(DeliveryId id) {
        return stored(id.webhook()).flatMap(stored -> Optional.ofNullable(stored.deliveries.get(id.destination())));
    }

    private Optional<Stored> stored(String receipt) {
        return latest(stored -> stored.webhook.webhook().equals(receipt));
    }

    @Override
    public CompletableFuture<Void> settle(List<Settlement> settlements) {
        synchronized (this) {
            settlements.forEach(this::settle);
        }
        return CompletableFuture.allOf();
    }

    private void settle(Settlement settlement) {
        Delivery delivery = find(settlement.delivery()).orElse(null);
        if (delivery == null) {
            return;
        }
        delivery.leaseEndNanos = null;
        if (delivery.state != DeliveryState.WAITING) {
            return;
        }
        settlement.attempt().ifPresent(delivery.tries::add);
        switch (settlement.kind()) {
            case DELIVERED -> {
                delivery.accepted = Set.of();
                move(delivery, DeliveryState.DELIVERED);
            }
            case RETRY -> {
                delivery.attempts++;
                delivery.accepted = settlement.acceptedEvents();
                Instant due = settlement.nextDue().orElse(now());
                delivery.dueMillis = Math.max(1, steady.fromWall(due.toEpochMilli()));
            }
            case DEAD -> {
                delivery.attempts++;
                delivery.accepted = settlement.acceptedEvents();
                move(delivery, DeliveryState.DEAD);
                bury(delivery, settlement);
            }
            case RELEASED ->
                delivery.accepted =
                        settlement.acceptedEvents().isEmpty() ? delivery.accepted : settlement.acceptedEvents();
        }
    }

    private void bury(Delivery delivery, Settlement settlement) {
        String detail = settlement.attempt().map(Attempt::detail).orElse("given up");
        List<DeadPart> parts = settlement.dead().isEmpty()
                ? List.of(new DeadPart(Optional.empty(), "", detail, Optional.empty()))
                : settlement.dead();
        for (DeadPart part : parts) {
            lastLetter++;
            DeadLetter letter = new DeadLetter(
                    lastLetter,
                    delivery.of.webhook.webhook(),
                    delivery.of.webhook.source(),
                    delivery.destination,
                    part.eventUid(),
                    part.path(),
                    part.reason(),
                    part.excerpt(),
                    now(),
                    Fate.OPEN);
            letters.put(lastLetter, new Letter(delivery, letter));
        }
    }

    private void move(Delivery delivery, DeliveryState to) {
        delivery.state = to;
        delivery.dueMillis = 0;
        delivery.since = now();
        String measure = switch (to) {
            case WAITING -> "replayed";
            case DELIVERED -> "delivered";
            case DEAD -> "dead";
            case DISCARDED -> "discarded";
        };
        count(delivery.of.webhook.source(), delivery.destination, measure, 1);
    }

    @Override
    public synchronized Optional<Instant> nextDue(String destination) {
        Instant now = clock.instant();
        return waiting(destination).stream()
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
            due = replayed(request);
            due.forEach(delivery -> delivery.of.deliveries.putIfAbsent(delivery.destination, delivery));
            due.forEach(delivery -> revive(delivery, Set.of()));
        }
        due.forEach(delivery -> listener.due(delivery.destination));
        return CompletableFuture.completedFuture(due.size());
    }

    @Override
    public synchronized Map<String, Long> replayPreview(ReplayRequest request) {
        Map<String, Long> counts = new TreeMap<>();
        replayed(request).forEach(delivery -> counts.merge(delivery.destination, 1L, Long::sum));
        return counts;
    }

    private List<Delivery> replayed(ReplayRequest request) {
        return webhooks.values().stream()
                .filter(stored ->
                        request.webhooks().isEmpty() || request.webhooks().contains(stored.webhook.webhook()))
                .filter(stored -> within(stored.webhook.received(), request.since(), request.until()))
                .filter(stored -> matches(request.source(), stored.webhook.source()))
                .flatMap(stored -> replayed(request, stored))
                .toList();
    }

    private Stream<Delivery> replayed(ReplayRequest request, Stored stored) {
        List<Delivery> found = new ArrayList<>(stored.deliveries.values().stream()
                .filter(delivery -> request.destinations().isEmpty()
                        || request.destinations().contains(delivery.destination))
                .filter(delivery -> !request.deadLettersOnly() || delivery.state == DeliveryState.DEAD)
                .filter(delivery -> delivery.state != DeliveryState.WAITING
                        || delivery.dueMillis > 0
                        || !delivery.accepted.isEmpty())
                .toList());
        if (!request.deadLettersOnly()) {
            new TreeSet<>(request.destinations())
                    .stream()
                            .filter(name -> !stored.deliveries.containsKey(name))
                            .forEach(name -> found.add(new Delivery(stored, name, now())));
        }
        return found.stream();
    }

    private void revive(Delivery delivery, Set<String> accepted) {
        move(delivery, DeliveryState.WAITING);
        delivery.attempts = 0;
        delivery.accepted = accepted;
        open(delivery).forEach(letter -> letter.dealtWith(Fate.RETRIED));
    }

    private List<Letter> open(Delivery delivery) {
        return letters.values().stream()
                .filter(letter -> letter.delivery == delivery && letter.isOpen())
                .toList();
    }

    @Override
    public synchronized CompletableFuture<Integer> discard(List<Long> ids) {
        List<Letter> chosen = chosen(ids);
        chosen.forEach(letter -> letter.dealtWith(Fate.DISCARDED));
        chosen.stream()
                .map(letter -> letter.delivery)
                .distinct()
                .filter(delivery -> open(delivery).isEmpty())
                .forEach(delivery -> {
                    delivery.accepted = Set.of();
                    move(delivery, DeliveryState.DISCARDED);
                });
        return CompletableFuture.completedFuture(chosen.size());
    }

    @Override
    public CompletableFuture<Integer> retry(List<Long> ids) {
        List<Letter> chosen;
        synchronized (this) {
            chosen = chosen(ids);
            chosen.stream().map(letter -> letter.delivery).distinct().forEach(delivery -> {
                Set<String> done = new HashSet<>(delivery.accepted);
                uids(delivery, Fate.DISCARDED).forEach(done::add);
                uids(delivery, Fate.OPEN).forEach(uid -> {
                    if (!delivery.accepted.contains(uid)) {
                        done.remove(uid);
                    }
                });
                revive(delivery, done);
            });
        }
        chosen.forEach(letter -> listener.due(letter.delivery.destination));
        return CompletableFuture.completedFuture(chosen.size());
    }

    private List<Letter> chosen(List<Long> ids) {
        return letters.values().stream()
                .filter(letter -> letter.isOpen() && ids.contains(letter.shown.id()))
                .toList();
    }

    private Stream<String> uids(Delivery delivery, Fate fate) {
        return letters.values().stream()
                .filter(letter -> letter.delivery == delivery && letter.shown.fate() == fate)
                .flatMap(letter -> letter.shown.eventUid().stream());
    }

    @Override
    public synchronized Page<WebhookSummary> webhooks(WebhookFilter filter, Optional<String> cursor, int limit) {
        Comparator<Position> order = Comparator.comparing(Position::received).thenComparing(Position::seq);
        Optional<Position> last = cursor.map(Position::parse);
        List<Stored> found = webhooks.values().stream()
                .sorted(Comparator.comparing(InMemorySpool::position, order.reversed()))
                .filter(stored -> last.isEmpty() || order.compare(position(stored), last.get()) < 0)
                .filter(stored -> matches(filter.source(), stored.webhook.source()))
                .filter(stored ->
                        filter.deliveryId().isEmpty() || filter.deliveryId().equals(stored.deliveryId))
                .filter(stored -> within(stored.webhook.received(), filter.since(), filter.until()))
                .filter(stored ->
                        (filter.state().isEmpty() && filter.destination().isEmpty())
                                || stored.deliveries.values().stream()
                                        .anyMatch(delivery -> matches(filter.destination(), delivery.destination)
                                                && matches(filter.state(), delivery.state)))
                .toList();
        Page<Stored> page = Cursors.page(
                found, Cursors.size(limit), stored -> position(stored).toString());
        return new Page<>(page.items().stream().map(InMemorySpool::summary).toList(), page.next());
    }

    private static Position position(Stored stored) {
        return new Position(stored.webhook.received().toEpochMilli(), stored.seq);
    }

    private static WebhookSummary summary(Stored stored) {
        Map<String, DeliveryState> states = new TreeMap<>();
        stored.deliveries.forEach((name, delivery) -> states.put(name, delivery.state));
        return new WebhookSummary(
                stored.webhook.webhook(),
                stored.webhook.source(),
                stored.webhook.vendor(),
                stored.webhook.received(),
                stored.webhook.body().length,
                stored.webhook.label(),
                stored.deliveryId,
                states);
    }

    @Override
    public synchronized Optional<WebhookDetail> webhook(String receipt) {
        return stored(receipt)
                .map(stored -> new WebhookDetail(
                        stored.webhook,
                        stored.deliveryId,
                        stored.deliveries.values().stream().map(this::detail).toList()));
    }

    private DeliveryDetail detail(Delivery delivery) {
        boolean waits = delivery.state == DeliveryState.WAITING;
        Instant due =
                delivery.dueMillis == 0 ? delivery.since : Instant.ofEpochMilli(steady.toWall(delivery.dueMillis));
        return new DeliveryDetail(
                delivery.destination,
                delivery.state,
                delivery.attempts,
                waits ? Optional.of(due) : Optional.empty(),
                waits ? Optional.empty() : Optional.of(delivery.since),
                delivery.tries);
    }

    @Override
    public synchronized Page<DeadLetter> deadLetters(DeadLetterFilter filter, Optional<String> cursor, int limit) {
        List<DeadLetter> found = letters.descendingMap().values().stream()
                .map(letter -> letter.shown)
                .filter(letter -> cursor.isEmpty() || letter.id() < Cursors.number(cursor.get()))
                .filter(letter -> letter.fate() == filter.fate().orElse(Fate.OPEN))
                .filter(letter -> matches(filter.source(), letter.source()))
                .filter(letter -> matches(filter.destination(), letter.destination()))
                .filter(letter -> matches(filter.webhook(), letter.webhook()))
                .filter(letter -> within(letter.buried(), filter.since(), filter.until()))
                .toList();
        return Cursors.page(found, Cursors.size(limit), letter -> Long.toString(letter.id()));
    }

    @Override
    public synchronized Optional<DeadLetter> deadLetter(long id) {
        return Optional.ofNullable(letters.get(id)).map(letter -> letter.shown);
    }

    @Override
    public synchronized Page<StoredWebhook> webhooksAfter(Optional<String> after, int limit) {
        List<Stored> found = webhooks.tailMap(after.map(Cursors::number).orElse(0L), false).values().stream()
                .limit(Cursors.size(limit))
                .toList();
        return new Page<>(
                found.stream().map(stored -> stored.webhook).toList(),
                found.isEmpty() ? Optional.empty() : Optional.of(Long.toString(found.get(found.size() - 1).seq)));
    }

    @Override
    public synchronized Optional<String> latest() {
        return webhooks.isEmpty() ? Optional.empty() : Optional.of(Long.toString(webhooks.lastKey()));
    }

    @Override
    public synchronized Map<String, DestinationTally> tallies() {
        Map<String, Map<DeliveryState, Long>> counts = new TreeMap<>();
        removed.forEach((name, states) -> counts.put(name, new EnumMap<>(states)));
        deliveries()
                .forEach(delivery -> counts.computeIfAbsent(
                                delivery.destination, unused -> new EnumMap<>(DeliveryState.class))
                        .merge(delivery.state, 1L, Long::sum));
        Map<String, DestinationTally> tallies = new TreeMap<>();
        counts.forEach((name, states) -> tallies.put(
                name,
                new DestinationTally(
                        states.values().stream().mapToLong(count -> count).sum(),
                        states.getOrDefault(DeliveryState.DELIVERED, 0L),
                        states.getOrDefault(DeliveryState.WAITING, 0L),
                        states.getOrDefault(DeliveryState.DEAD, 0L),
                        states.getOrDefault(DeliveryState.DISCARDED, 0L),
                        waiting(name).stream().findFirst().map(delivery -> delivery.of.webhook.received()))));
        return tallies;
    }

    @Override
    public synchronized List<LedgerEntry> ledger(Instant from, Instant to) {
        return ledger.entrySet().stream()
                .filter(entry -> !entry.getKey().hour().isBefore(from.truncatedTo(ChronoUnit.HOURS))
                        && entry.getKey().hour().isBefore(to))
                .map(entry -> new LedgerEntry(
                        entry.getKey().hour(),
                        entry.getKey().source(),
                        entry.getKey().destination(),
                        entry.getKey().measure(),
                        entry.getValue()))
                .toList();
    }

    private void count(String source, String destination, String measure, long count) {
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
        Optional<String> to = destination.isEmpty() ? Optional.empty() : Optional.of(destination);
        ledger.merge(new LedgerEntry(hour, source, to, measure, 0), count, Long::sum);
    }

    @Override
    public synchronized void countRejected(String source, long count) {
        count(source, "", "rejected", count);
    }

    @Override
    public synchronized void audit(AuditEntry entry) {
        audit.add(entry);
    }

    @Override
    public synchronized Page<AuditEntry> auditTrail(Optional<String> cursor, int limit) {
        long below = cursor.map(Cursors::number).orElse(Long.MAX_VALUE);
        List<Long> ids = Stream.iterate((long) audit.size(), id -> id > 0, id -> id - 1)
                .filter(id -> id < below)
                .toList();
        Page<Long> page = Cursors.page(ids, Cursors.size(limit), id -> Long.toString(id));
        return new Page<>(
                page.items().stream().map(id -> audit.get((int) (id - 1))).toList(), page.next());
    }

    @Override
    public synchronized SpoolHealth health() {
        return new SpoolHealth(!closed, closed ? "the spool is closing" : "ok", 0, Long.MAX_VALUE, 0);
    }

    @Override
    public synchronized void tidy() {
        Instant before = clock.instant().minus(KEEP);
        List<Stored> old = webhooks.values().stream()
                .filter(stored ->
                        stored.seq != lastSeq && stored.webhook.received().isBefore(before))
                .filter(stored -> stored.deliveries.values().stream()
                        .allMatch(delivery -> delivery.state != DeliveryState.WAITING
                                && delivery.state != DeliveryState.DEAD
                                && delivery.since.isBefore(before)))
                .toList();
        for (Stored stored : old) {
            webhooks.remove(stored.seq);
            letters.values().removeIf(letter -> letter.delivery.of == stored);
            stored.deliveries.forEach(
                    (name, delivery) -> removed.computeIfAbsent(name, unused -> new EnumMap<>(DeliveryState.class))
                            .merge(delivery.state, 1L, Long::sum));
        }
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

    private static <T> boolean matches(Optional<T> wanted, T actual) {
        return wanted.isEmpty() || wanted.get().equals(actual);
    }

    private static boolean within(Instant time, Optional<Instant> since, Optional<Instant> until) {
        return !since.map(time::isBefore).orElse(false)
                && until.map(time::isBefore).orElse(true);
    }
}
