package io.siembridge.app.spool;

import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.Settlement.DeadPart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes what came of attempts. Every change asks whether the delivery is still waiting: a settlement that comes late, after its lease
 * lapsed, finds the delivery settled by another and leaves it.
 *
 * <p>Its statements run for every delivery, so they are prepared once and bound without jdbi (docs/decisions/0005).
 */
final class Settler {
    /** Where the latest retry was planned on the steady clock, so that the next process starts no earlier. */
    static final String LATEST_PLAN = "latest retry planned at";
    /** Of very many attempts these many of the first and of the last are kept. */
    private static final int KEPT_AT_EACH_END = 10;

    private final Lanes lanes;
    private final SteadyClock steady;
    private final PreparedStatement find;
    private final PreparedStatement deliver;
    private final PreparedStatement postpone;
    private final PreparedStatement keepAccepted;
    private final PreparedStatement bury;
    private final PreparedStatement insertDeadLetter;
    private final PreparedStatement insertAttempt;
    private final PreparedStatement forgetAttempts;
    private final PreparedStatement notePlan;

    /** Where a delivery lies. */
    private record Place(long seq, int source, int destination) {}

    Settler(Connection connection, Lanes lanes, SteadyClock steady) throws SQLException {
        this.lanes = lanes;
        this.steady = steady;
        find = connection.prepareStatement("SELECT seq, source FROM webhook WHERE receipt = ?");
        deliver = connection.prepareStatement("""
                UPDATE delivery SET state = 1, due = 0, since = ?, took = ?, events = ?, accepted = NULL
                WHERE seq = ? AND destination = ? AND state = 0""");
        postpone = connection.prepareStatement("""
                UPDATE delivery SET due = ?, attempts = attempts + 1, accepted = ?
                WHERE seq = ? AND destination = ? AND state = 0""");
        keepAccepted = connection.prepareStatement("""
                UPDATE delivery SET accepted = coalesce(?, accepted)
                WHERE seq = ? AND destination = ? AND state = 0""");
        bury = connection.prepareStatement("""
                UPDATE delivery SET state = 2, due = 0, since = ?, attempts = attempts + 1, accepted = ?
                WHERE seq = ? AND destination = ? AND state = 0""");
        insertDeadLetter = connection.prepareStatement("""
                INSERT INTO dead_letter (seq, destination, event_uid, path, reason, excerpt, buried, fate)
                VALUES (?, ?, ?, ?, ?, ?, ?, 0)""");
        insertAttempt = connection.prepareStatement("""
                INSERT INTO attempt (seq, destination, number, started, took, events, outcome, detail, excerpt)
                SELECT ?1, ?2, 1 + coalesce(max(number), 0), ?3, ?4, ?5, ?6, ?7, ?8 FROM attempt
                WHERE seq = ?1 AND destination = ?2""");
        forgetAttempts = connection.prepareStatement("""
                DELETE FROM attempt WHERE seq = ?1 AND destination = ?2 AND number > ?3
                AND number <= (SELECT max(number) FROM attempt WHERE seq = ?1 AND destination = ?2) - ?3""");
        notePlan = connection.prepareStatement(
                "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)");
    }

    void settle(Transaction transaction, List<Settlement> settlements) throws SQLException {
        boolean planned = false;
        for (Settlement settlement : settlements) {
            settle(transaction, settlement);
            planned |= settlement.kind() == Settlement.Kind.RETRY;
        }
        if (planned) {
            notePlan.setString(1, LATEST_PLAN);
            notePlan.setLong(2, steady.millis());
            notePlan.executeUpdate();
        }
    }

    private void settle(Transaction transaction, Settlement settlement) throws SQLException {
        DeliveryId delivery = settlement.delivery();
        Lane lane = lanes.of(delivery.destination());
        Optional<Place> found = find(transaction, lane, delivery);
        if (found.isEmpty()) {
            return;
        }
        Place place = found.get();
        boolean isWaiting = switch (settlement.kind()) {
            case DELIVERED -> deliver(transaction, place, settlement);
            case RETRY -> postpone(transaction, place, settlement);
            case DEAD -> bury(transaction, place, settlement);
            case RELEASED -> release(place, settlement);
        };
        if (isWaiting
                && settlement.kind() != Settlement.Kind.DELIVERED
                && settlement.attempt().isPresent()) {
            record(place, settlement.attempt().get());
        }
        transaction.afterCommit(() -> {
            lane.settled(place.seq());
            if (settlement.kind() == Settlement.Kind.RELEASED) {
                lane.rewind(place.seq());
            }
        });
    }

    private Optional<Place> find(Transaction transaction, Lane lane, DeliveryId delivery) throws SQLException {
        int destination = transaction.names().numberOrNone(delivery.destination());
        Optional<Lane.Lease> lease = lane.find(delivery.webhook());
        if (lease.isPresent()) {
            return Optional.of(new Place(lease.get().seq(), lease.get().source(), destination));
        }
        find.setString(1, delivery.webhook());
        try (ResultSet row = find.executeQuery()) {
            return row.next() ? Optional.of(new Place(row.getLong(1), row.getInt(2), destination)) : Optional.empty();
        }
    }

    private boolean deliver(Transaction transaction, Place place, Settlement settlement) throws SQLException {
        Optional<Attempt> attempt = settlement.attempt();
        deliver.setLong(1, transaction.now().toEpochMilli());
        deliver.setLong(2, attempt.map(Attempt::took).map(Settler::micros).orElse(0L));
        deliver.setInt(3, attempt.map(Attempt::events).orElse(0));
        deliver.setLong(4, place.seq());
        deliver.setInt(5, place.destination());
        boolean isWaiting = deliver.executeUpdate() == 1;
        if (isWaiting) {
            transaction.moved(place.source(), place.destination(), DeliveryState.WAITING, DeliveryState.DELIVERED);
        }
        return isWaiting;
    }

    private boolean postpone(Transaction transaction, Place place, Settlement settlement) throws SQLException {
        Instant next = settlement.nextDue().orElse(transaction.now());
        // Zero would put it among those never tried.
        postpone.setLong(1, Math.max(1, steady.fromWall(next.toEpochMilli())));
        postpone.setString(2, StoredJson.write(settlement.acceptedEvents()).orElse(null));
        postpone.setLong(3, place.seq());
        postpone.setInt(4, place.destination());
        return postpone.executeUpdate() == 1;
    }

    private boolean release(Place place, Settlement settlement) throws SQLException {
        if (settlement.acceptedEvents().isEmpty() && settlement.attempt().isEmpty()) {
            return true;
        }
        keepAccepted.setString(1, StoredJson.write(settlement.acceptedEvents()).orElse(null));
        keepAccepted.setLong(2, place.seq());
        keepAccepted.setInt(3, place.destination());
        return keepAccepted.executeUpdate() == 1;
    }

    private boolean bury(Transaction transaction, Place place, Settlement settlement) throws SQLException {
        bury.setLong(1, transaction.now().toEpochMilli());
        bury.setString(2, StoredJson.write(settlement.acceptedEvents()).orElse(null));
        bury.setLong(3, place.seq());
        bury.setInt(4, place.destination());
        if (bury.executeUpdate() == 0) {
            return false;
        }
        transaction.moved(place.source(), place.destination(), DeliveryState.WAITING, DeliveryState.DEAD);
        for (DeadPart part : deadParts(settlement)) {
            insertDeadLetter(transaction, place, part);
        }
        return true;
    }

    /** At least one: a dead delivery without a dead letter would be out of everybody's sight. */
    private static List<DeadPart> deadParts(Settlement settlement) {
        return settlement.dead().isEmpty()
                ? List.of(new DeadPart(
                        Optional.empty(),
                        "",
                        settlement.attempt().map(Attempt::detail).orElse("given up"),
                        Optional.empty()))
                : settlement.dead();
    }

    private void insertDeadLetter(Transaction transaction, Place place, DeadPart part) throws SQLException {
        insertDeadLetter.setLong(1, place.seq());
        insertDeadLetter.setInt(2, place.destination());
        insertDeadLetter.setString(3, part.eventUid().orElse(null));
        insertDeadLetter.setString(4, part.path());
        insertDeadLetter.setString(5, part.reason());
        insertDeadLetter.setString(6, part.excerpt().orElse(null));
        insertDeadLetter.setLong(7, transaction.now().toEpochMilli());
        insertDeadLetter.executeUpdate();
    }

    private void record(Place place, Attempt attempt) throws SQLException {
        insertAttempt.setLong(1, place.seq());
        insertAttempt.setInt(2, place.destination());
        insertAttempt.setLong(3, attempt.started().toEpochMilli());
        insertAttempt.setLong(4, micros(attempt.took()));
        insertAttempt.setInt(5, attempt.events());
        insertAttempt.setString(6, attempt.outcome());
        insertAttempt.setString(7, attempt.detail());
        insertAttempt.setString(8, attempt.excerpt().orElse(null));
        insertAttempt.executeUpdate();
        forgetAttempts.setLong(1, place.seq());
        forgetAttempts.setInt(2, place.destination());
        forgetAttempts.setInt(3, KEPT_AT_EACH_END);
        forgetAttempts.executeUpdate();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
