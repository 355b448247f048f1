package io.siembridge.app.spool;

import io.siembridge.app.spool.DeadLetter.Fate;
import io.siembridge.app.spool.InMemoryRows.Delivery;
import io.siembridge.app.spool.InMemoryRows.Stored;
import io.siembridge.app.spool.WebhookDetail.DeliveryDetail;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What can be seen of a spool in memory. Not for several threads at a time. */
final class InMemoryLists {
    private final InMemoryRows rows;
    private final SteadyClock steady;

    InMemoryLists(InMemoryRows rows, SteadyClock steady) {
        this.rows = rows;
        this.steady = steady;
    }

    Page<WebhookSummary> webhooks(WebhookFilter filter, Optional<String> cursor, int limit) {
        Comparator<Position> order = Comparator.comparing(Position::received).thenComparing(Position::seq);
        Optional<Position> last = cursor.map(Position::parse);
        List<Stored> found = rows.webhooks.values().stream()
                .sorted(Comparator.comparing(InMemoryLists::position, order.reversed()))
                .filter(stored -> last.isEmpty() || order.compare(position(stored), last.get()) < 0)
                .filter(stored -> InMemoryRows.matches(filter.source(), stored.webhook.source()))
                .filter(stored ->
                        filter.deliveryId().isEmpty() || filter.deliveryId().equals(stored.deliveryId))
                .filter(stored -> InMemoryRows.within(stored.webhook.received(), filter.since(), filter.until()))
                .filter(stored -> (filter.state().isEmpty()
                                && filter.destination().isEmpty())
                        || stored.deliveries.values().stream()
                                .anyMatch(delivery -> InMemoryRows.matches(filter.destination(), delivery.destination)
                                        && InMemoryRows.matches(filter.state(), delivery.state)))
                .toList();
        Page<Stored> page = Cursors.page(
                found, Cursors.size(limit), stored -> position(stored).toString());
        return new Page<>(page.items().stream().map(InMemoryLists::summary).toList(), page.next());
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

    Optional<WebhookDetail> webhook(String receipt) {
        return rows.stored(receipt)
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

    Page<DeadLetter> deadLetters(DeadLetterFilter filter, Optional<String> cursor, int limit) {
        List<DeadLetter> found = rows.letters.descendingMap().values().stream()
                .map(letter -> letter.shown)
                .filter(letter -> cursor.isEmpty() || letter.id() < Cursors.number(cursor.get()))
                .filter(letter -> letter.fate() == filter.fate().orElse(Fate.OPEN))
                .filter(letter -> InMemoryRows.matches(filter.source(), letter.source()))
                .filter(letter -> InMemoryRows.matches(filter.destination(), letter.destination()))
                .filter(letter -> InMemoryRows.matches(filter.webhook(), letter.webhook()))
                .filter(letter -> InMemoryRows.within(letter.buried(), filter.since(), filter.until()))
                .toList();
        return Cursors.page(found, Cursors.size(limit), letter -> Long.toString(letter.id()));
    }

    Optional<DeadLetter> deadLetter(long id) {
        return Optional.ofNullable(rows.letters.get(id)).map(letter -> letter.shown);
    }

    Page<StoredWebhook> webhooksAfter(Optional<String> after, int limit) {
        List<Stored> found = rows.webhooks.tailMap(after.map(Cursors::number).orElse(0L), false).values().stream()
                .limit(Cursors.size(limit))
                .toList();
        return new Page<>(
                found.stream().map(stored -> stored.webhook).toList(),
                found.isEmpty() ? Optional.empty() : Optional.of(Long.toString(found.get(found.size() - 1).seq)));
    }

    Optional<String> latest() {
        return rows.webhooks.isEmpty() ? Optional.empty() : Optional.of(Long.toString(rows.webhooks.lastKey()));
    }

    Map<String, DestinationTally> tallies() {
        Map<String, Map<DeliveryState, Long>> counts = new TreeMap<>();
        rows.removed.forEach((name, states) -> counts.put(name, new EnumMap<>(states)));
        rows.deliveries()
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
                        rows.waiting(name).stream().findFirst().map(delivery -> delivery.of.webhook.received()))));
        return tallies;
    }
}
