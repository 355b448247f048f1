package io.siembridge.app.spool;

import io.siembridge.app.spool.Acceptance.Sign;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Stores webhooks and tells repeats from new ones, both in the transaction at hand: two copies in one commit see each other.
 *
 * <p>Its statements run for every webhook, so they are prepared once and bound without jdbi (docs/decisions/0005).
 */
final class Acceptor {
    private final Receipts receipts;
    private final PreparedStatement insertWebhook;
    private final PreparedStatement insertBody;
    private final PreparedStatement insertDelivery;
    private final PreparedStatement rememberBytes;
    private final PreparedStatement rememberId;
    private final PreparedStatement sameBytes;
    private final PreparedStatement sameId;
    private final PreparedStatement sameIdAndBytes;

    /** An earlier webhook of the same key. */
    private record Earlier(String receipt, long receivedMillis) {}

    Acceptor(Connection connection, Receipts receipts) throws SQLException {
        this.receipts = receipts;
        insertWebhook = connection.prepareStatement("""
                INSERT INTO webhook (seq, receipt, source, vendor, label, received, bytes, digest, delivery_id, headers)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        insertBody = connection.prepareStatement("INSERT INTO body (seq, bytes) VALUES (?, ?)");
        insertDelivery = connection.prepareStatement(
                "INSERT INTO delivery (seq, destination, state, due, since, attempts) VALUES (?, ?, 0, 0, ?, 0)");
        rememberBytes = connection.prepareStatement("""
                INSERT INTO seen_bytes (bytes_key, seq) VALUES (?, ?)
                ON CONFLICT DO UPDATE SET seq = excluded.seq""");
        rememberId = connection.prepareStatement("""
                INSERT INTO seen_id (id_key, bytes_key, seq) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET seq = excluded.seq""");
        sameBytes = connection.prepareStatement("""
                SELECT w.receipt, w.received, w.source, w.digest FROM seen_bytes s JOIN webhook w ON w.seq = s.seq
                WHERE s.bytes_key = ?""");
        sameId = connection.prepareStatement("SELECT 1 FROM seen_id WHERE id_key = ? LIMIT 1");
        sameIdAndBytes = connection.prepareStatement("""
                SELECT w.receipt, w.received, w.source, w.digest, w.delivery_id
                FROM seen_id s JOIN webhook w ON w.seq = s.seq WHERE s.id_key = ? AND s.bytes_key = ?""");
    }

    Acceptance accept(Transaction transaction, Offer offer) throws SQLException {
        int source = transaction.number(offer.webhook().source());
        boolean hasId = offer.webhook().deliveryId().isPresent();
        boolean idIsKnown = hasId && idIsKnown(offer);
        Optional<Earlier> recent = recentSameBytes(offer, source);
        Optional<Earlier> first = hasId ? Optional.empty() : recent;
        if (idIsKnown) {
            first = sameDelivery(offer, source);
        }
        if (first.isPresent()) {
            transaction.count(source, Measure.DUPLICATE);
            return Acceptance.duplicate(first.get().receipt());
        }
        Set<Sign> signs = EnumSet.noneOf(Sign.class);
        if (recent.isPresent()) {
            signs.add(Sign.BYTES_REPEATED);
        }
        if (idIsKnown) {
            signs.add(Sign.ID_REUSED);
        }
        String receipt = store(transaction, offer, source);
        transaction.count(source, Measure.ACCEPTED);
        return Acceptance.accepted(receipt, signs);
    }

    private Optional<Earlier> recentSameBytes(Offer offer, int source) throws SQLException {
        sameBytes.setLong(1, offer.bytesKey());
        try (ResultSet row = sameBytes.executeQuery()) {
            return row.next() && isSameBytes(row, offer, source) ? recent(earlier(row), offer) : Optional.empty();
        }
    }

    private static Optional<Earlier> recent(Earlier earlier, Offer offer) {
        // In both directions: after the clock went back, an earlier webhook seems to come from the future.
        long apartMillis = Math.abs(offer.webhook().received().toEpochMilli() - earlier.receivedMillis());
        Duration window = offer.window();
        return apartMillis < window.toMillis() ? Optional.of(earlier) : Optional.empty();
    }

    private Optional<Earlier> sameDelivery(Offer offer, int source) throws SQLException {
        sameIdAndBytes.setLong(1, offer.idKey());
        sameIdAndBytes.setLong(2, offer.bytesKey());
        try (ResultSet row = sameIdAndBytes.executeQuery()) {
            boolean same = row.next()
                    && isSameBytes(row, offer, source)
                    && offer.webhook().deliveryId().equals(Optional.ofNullable(row.getString(5)));
            return same ? Optional.of(earlier(row)) : Optional.empty();
        }
    }

    private boolean idIsKnown(Offer offer) throws SQLException {
        sameId.setLong(1, offer.idKey());
        try (ResultSet row = sameId.executeQuery()) {
            return row.next();
        }
    }

    private static boolean isSameBytes(ResultSet row, Offer offer, int source) throws SQLException {
        return row.getInt(3) == source && Arrays.equals(row.getBytes(4), offer.digest());
    }

    private static Earlier earlier(ResultSet row) throws SQLException {
        return new Earlier(row.getString(1), row.getLong(2));
    }

    private String store(Transaction transaction, Offer offer, int source) throws SQLException {
        long seq = transaction.nextSeq();
        String receipt = receipts.next();
        insertWebhook(transaction, offer, source, seq, receipt);
        insertBody.setLong(1, seq);
        insertBody.setBytes(2, offer.webhook().body());
        insertBody.executeUpdate();
        for (String destination : offer.destinations()) {
            owe(transaction, seq, destination);
        }
        rememberBytes.setLong(1, offer.bytesKey());
        rememberBytes.setLong(2, seq);
        rememberBytes.executeUpdate();
        if (offer.webhook().deliveryId().isPresent()) {
            rememberId.setLong(1, offer.idKey());
            rememberId.setLong(2, offer.bytesKey());
            rememberId.setLong(3, seq);
            rememberId.executeUpdate();
        }
        return receipt;
    }

    private void insertWebhook(Transaction transaction, Offer offer, int source, long seq, String receipt)
            throws SQLException {
        VerifiedWebhook webhook = offer.webhook();
        insertWebhook.setLong(1, seq);
        insertWebhook.setString(2, receipt);
        insertWebhook.setInt(3, source);
        insertWebhook.setInt(4, transaction.number(webhook.vendor()));
        insertWebhook.setInt(5, transaction.number(webhook.label()));
        insertWebhook.setLong(6, webhook.received().toEpochMilli());
        insertWebhook.setInt(7, webhook.body().length);
        insertWebhook.setBytes(8, offer.digest());
        insertWebhook.setString(9, webhook.deliveryId().orElse(null));
        insertWebhook.setString(10, offer.headers().orElse(null));
        insertWebhook.executeUpdate();
    }

    private void owe(Transaction transaction, long seq, String name) throws SQLException {
        int destination = transaction.number(name);
        insertDelivery.setLong(1, seq);
        insertDelivery.setInt(2, destination);
        insertDelivery.setLong(3, transaction.now().toEpochMilli());
        insertDelivery.executeUpdate();
        transaction.owed(destination, 1);
        transaction.due(name);
    }
}
