package io.siembridge.app.spool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The dedupe keys of all webhooks but the latest: lookups for every webhook, and merging of what has gathered in memory. */
final class SeenTables {
    /** Up to which webhook the keys are in the tables. */
    static final String MERGED = "dedupe keys merged up to";
    /** So many keys go into one commit, so that merging delays no commit for long. */
    private static final int MERGED_AT_ONCE = 512;

    private final PreparedStatement byBytes;
    private final PreparedStatement byId;
    private final PreparedStatement byIdAndBytes;
    private final PreparedStatement insertBytes;
    private final PreparedStatement insertId;
    private final PreparedStatement noteMerged;

    SeenTables(Connection connection) throws SQLException {
        byBytes = connection.prepareStatement("SELECT seq FROM seen_bytes WHERE bytes_key = ?");
        byId = connection.prepareStatement("SELECT seq FROM seen_id WHERE id_key = ? LIMIT 1");
        byIdAndBytes = connection.prepareStatement("SELECT seq FROM seen_id WHERE id_key = ? AND bytes_key = ?");
        insertBytes = connection.prepareStatement("""
                INSERT INTO seen_bytes (bytes_key, seq) VALUES (?, ?)
                ON CONFLICT DO UPDATE SET seq = excluded.seq""");
        insertId = connection.prepareStatement("""
                INSERT INTO seen_id (id_key, bytes_key, seq) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET seq = excluded.seq""");
        noteMerged = connection.prepareStatement(
                "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value");
    }

    static long mergedSeq(Handle handle) {
        return Notes.read(handle, MERGED);
    }

    Optional<Long> byBytes(long bytes) throws SQLException {
        byBytes.setLong(1, bytes);
        return seq(byBytes);
    }

    boolean knowsId(long id) throws SQLException {
        byId.setLong(1, id);
        return seq(byId).isPresent();
    }

    Optional<Long> byIdAndBytes(DedupeKeys keys) throws SQLException {
        byIdAndBytes.setLong(1, keys.id());
        byIdAndBytes.setLong(2, keys.bytes());
        return seq(byIdAndBytes);
    }

    private static Optional<Long> seq(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }

    /** Takes some keys over from memory, if enough have gathered there. */
    void mergeSome(RecentKeys recent) throws SQLException {
        if (!recent.isMerging() && recent.isFull()) {
            recent.beginMerge();
        }
        if (recent.isMerging()) {
            merge(recent, MERGED_AT_ONCE);
        }
    }

    /** Takes all over, so that the next start need not read webhooks to compute them. */
    void mergeAll(RecentKeys recent) throws SQLException {
        if (recent.isMerging()) {
            merge(recent, Integer.MAX_VALUE);
        }
        recent.beginMerge();
        merge(recent, Integer.MAX_VALUE);
    }

    private void merge(RecentKeys recent, int most) throws SQLException {
        for (int i = 0; i < most; i++) {
            Optional<Map.Entry<Long, Long>> bytes = recent.nextBytes();
            Optional<Map.Entry<DedupeKeys, Long>> id = recent.nextId();
            if (bytes.isEmpty() && id.isEmpty()) {
                noteMerged.setString(1, MERGED);
                noteMerged.setLong(2, recent.lastMerging());
                noteMerged.executeUpdate();
                return;
            }
            if (bytes.isPresent()) {
                insertBytes.setLong(1, bytes.get().getKey());
                insertBytes.setLong(2, bytes.get().getValue());
                insertBytes.executeUpdate();
            }
            if (id.isPresent()) {
                insertId.setLong(1, id.get().getKey().id());
                insertId.setLong(2, id.get().getKey().bytes());
                insertId.setLong(3, id.get().getValue());
                insertId.executeUpdate();
            }
        }
    }
}
