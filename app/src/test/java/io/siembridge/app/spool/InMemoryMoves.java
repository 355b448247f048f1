package io.siembridge.app.spool;

import io.siembridge.app.spool.DeadLetter.Fate;
import io.siembridge.app.spool.InMemoryRows.Delivery;
import io.siembridge.app.spool.InMemoryRows.Letter;
import io.siembridge.app.spool.InMemoryRows.Stored;
import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.Settlement.DeadPart;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Moves the deliveries of a spool in memory from one state to another. Not for several threads at a time. */
final class InMemoryMoves {
    private final InMemoryRows rows;
    private final InMemoryBooks books;
    private final InstantSource clock;
    private final SteadyClock steady;
    private long lastLetter;

    InMemoryMoves(InMemoryRows rows, InMemoryBooks books, InstantSource clock, SteadyClock steady) {
        this.rows = rows;
        this.books = books;
        this.clock = clock;
        this.steady = steady;
    }

    void settle(Settlement settlement) {
        Delivery delivery = rows.find(settlement.delivery()).orElse(null);
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
            rows.letters.put(lastLetter, new Letter(delivery, letter));
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
        books.count(delivery.of.webhook.source(), delivery.destination, measure, 1);
    }

    List<Delivery> replayed(ReplayRequest request) {
        return rows.webhooks.values().stream()
                .filter(stored ->
                        request.webhooks().isEmpty() || request.webhooks().contains(stored.webhook.webhook()))
                .filter(stored -> InMemoryRows.within(stored.webhook.received(), request.since(), request.until()))
                .filter(stored -> InMemoryRows.matches(request.source(), stored.webhook.source()))
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

    void revive(Delivery delivery, Set<String> accepted) {
        move(delivery, DeliveryState.WAITING);
        delivery.attempts = 0;
        delivery.accepted = accepted;
        rows.open(delivery).forEach(letter -> letter.dealtWith(Fate.RETRIED));
    }

    /** Those of these letters that were open. */
    List<Delivery> waiting(WaitingRequest request) {
        return rows.waiting(request.destination()).stream()
                .filter(delivery -> InMemoryRows.matches(request.source(), delivery.of.webhook.source()))
                .filter(delivery ->
                        InMemoryRows.within(delivery.of.webhook.received(), Optional.empty(), request.until()))
                .toList();
    }

    List<Delivery> discardWaiting(WaitingRequest request) {
        List<Delivery> chosen = waiting(request);
        chosen.forEach(delivery -> {
            delivery.accepted = Set.of();
            move(delivery, DeliveryState.DISCARDED);
        });
        return chosen;
    }

    List<Letter> discard(List<Long> ids) {
        List<Letter> chosen = rows.open(ids);
        chosen.forEach(letter -> letter.dealtWith(Fate.DISCARDED));
        chosen.stream()
                .map(letter -> letter.delivery)
                .distinct()
                .filter(delivery -> rows.open(delivery).isEmpty())
                .forEach(delivery -> {
                    delivery.accepted = Set.of();
                    move(delivery, DeliveryState.DISCARDED);
                });
        return chosen;
    }

    /** Those of these letters that were open. */
    List<Letter> retry(List<Long> ids) {
        List<Letter> chosen = rows.open(ids);
        chosen.stream().map(letter -> letter.delivery).distinct().forEach(delivery -> {
            Set<String> done = new HashSet<>(delivery.accepted);
            rows.uids(delivery, Fate.DISCARDED).forEach(done::add);
            rows.uids(delivery, Fate.OPEN).forEach(uid -> {
                if (!delivery.accepted.contains(uid)) {
                    done.remove(uid);
                }
            });
            revive(delivery, done);
        });
        return chosen;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
