package io.siembridge.app.spool;

import io.siembridge.app.spool.DeadLetter.Fate;
import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a spool in memory holds: webhooks, what is owed of them, and dead letters. Not for several threads at a time. */
final class InMemoryRows {
    final TreeMap<Long, Stored> webhooks = new TreeMap<>();
    final TreeMap<Long, Letter> letters = new TreeMap<>();

    /** What retention removed, by destination and the state it ended in. */
    final Map<String, Map<DeliveryState, Long>> removed = new TreeMap<>();

    static final class Stored {
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

    static final class Delivery {
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

    static final class Letter {
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

    Optional<Stored> latest(Predicate<Stored> condition) {
        return webhooks.descendingMap().values().stream().filter(condition).findFirst();
    }

    Optional<Stored> stored(String receipt) {
        return latest(stored -> stored.webhook.webhook().equals(receipt));
    }

    Optional<Delivery> find(DeliveryId id) {
        return stored(id.webhook()).flatMap(stored -> Optional.ofNullable(stored.deliveries.get(id.destination())));
    }

    Stream<Delivery> deliveries() {
        return webhooks.values().stream().flatMap(stored -> stored.deliveries.values().stream());
    }

    List<Delivery> waiting(String destination) {
        return webhooks.values().stream()
                .flatMap(stored -> Optional.ofNullable(stored.deliveries.get(destination)).stream())
                .filter(delivery -> delivery.state == DeliveryState.WAITING)
                .toList();
    }

    List<Letter> open(Delivery delivery) {
        return letters.values().stream()
                .filter(letter -> letter.delivery == delivery && letter.isOpen())
                .toList();
    }

    List<Letter> open(List<Long> ids) {
        return letters.values().stream()
                .filter(letter -> letter.isOpen() && ids.contains(letter.shown.id()))
                .toList();
    }

    Stream<String> uids(Delivery delivery, Fate fate) {
        return letters.values().stream()
                .filter(letter -> letter.delivery == delivery && letter.shown.fate() == fate)
                .flatMap(letter -> letter.shown.eventUid().stream());
    }

    /** Removes a webhook whose deliveries have all come to their end; only the sums stay. */
    void forget(Stored stored) {
        webhooks.remove(stored.seq);
        letters.values().removeIf(letter -> letter.delivery.of == stored);
        stored.deliveries.forEach(
                (name, delivery) -> removed.computeIfAbsent(name, unused -> new EnumMap<>(DeliveryState.class))
                        .merge(delivery.state, 1L, Long::sum));
    }

    static <T> boolean matches(Optional<T> wanted, T actual) {
        return wanted.isEmpty() || wanted.get().equals(actual);
    }

    static boolean within(Instant time, Optional<Instant> since, Optional<Instant> until) {
        return !since.map(time::isBefore).orElse(false)
                && until.map(time::isBefore).orElse(true);
    }
}
