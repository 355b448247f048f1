package io.siembridge.app.spool;

import io.siembridge.app.spool.Acceptance.Sign;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    private final PreparedStatement earlier;
    private final SeenTables seen;

    /** An earlier webhook of the same source and bytes. */
    private record Earlier(String receipt, long receivedMillis, Optional<String> deliveryId) {}

    Acceptor(Connection connection, Receipts receipts) throws SQLException {
        this.receipts = receipts;
        insertWebhook = connection.prepareStatement("""
                INSERT INTO webhook (seq, receipt, source, vendor, label, received, bytes, digest, delivery_id, headers)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        insertBody = connection.prepareStatement("INSERT INTO body (seq, bytes) VALUES (?, ?)");
        insertDelivery = connection.prepareStatement(
                "INSERT INTO delivery (seq, destination, state, due, since, attempts) VALUES (?, ?, 0, 0, ?, 0)");
        earlier = connection.prepareStatement(
                "SELECT receipt, received, source, digest, delivery_id FROM webhook WHERE seq = ?");
        seen = new SeenTables(connection);
    }

    SeenTables seen() {
        return seen;
    }

    Acceptance accept(Transaction transaction, Offer offer) throws SQLException {
        int source = transaction.number(offer.webhook().source());
        RecentKeys recentKeys = transaction.recentKeys();
        boolean hasId = offer.webhook().deliveryId().isPresent();
        boolean idIsKnown = hasId && knowsId(recentKeys, offer.keys());
        Optional<Earlier> recent = recentSameBytes(recentKeys, offer, source);
        Optional<Earlier> first = hasId ? Optional.empty() : recent;
        if (idIsKnown) {
            first = sameDelivery(recentKeys, offer, source);
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

    private boolean knowsId(RecentKeys recentKeys, DedupeKeys keys) throws SQLException {
        return recentKeys.knowsId(keys.id()) || seen.knowsId(keys.id());
    }

    private Optional<Earlier> recentSameBytes(RecentKeys recentKeys, Offer offer, int source) throws SQLException {
        Optional<Long> seq = recentKeys.byBytes(offer.keys().bytes());
        if (seq.isEmpty()) {
            seq = seen.byBytes(offer.keys().bytes());
        }
        // In both directions: after the clock went back, an earlier webhook seems to come from the future.
        long received = offer.webhook().received().toEpochMilli();
        return earlier(seq, offer, source)
                .filter(same -> Math.abs(received - same.receivedMillis())
                        < offer.window().toMillis());
    }

    private Optional<Earlier> sameDelivery(RecentKeys recentKeys, Offer offer, int source) throws SQLException {
        Optional<Long> seq = recentKeys.byIdAndBytes(offer.keys());
        if (seq.isEmpty()) {
            seq = seen.byIdAndBytes(offer.keys());
        }
        return earlier(seq, offer, source)
                .filter(same -> same.deliveryId().equals(offer.webhook().deliveryId()));
    }

    /** The webhook a key led to, if it really is of the same source and bytes: keys are only 64 bits long. */
    private Optional<Earlier> earlier(Optional<Long> seq, Offer offer, int source) throws SQLException {
        if (seq.isEmpty()) {
            return Optional.empty();
        }
        earlier.setLong(1, seq.get());
        try (ResultSet row = earlier.executeQuery()) {
            boolean same = row.next() && row.getInt(3) == source && Arrays.equals(row.getBytes(4), offer.digest());
            return same
                    ? Optional.of(new Earlier(row.getString(1), row.getLong(2), Optional.ofNullable(row.getString(5))))
                    : Optional.empty();
        }
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
        transaction.recentKeys().add(offer.keys(), offer.webhook().deliveryId().isPresent(), seq);
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
