package io.siembridge.app.spool;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * The dedupe keys of the latest webhooks, which are not in the tables yet (docs/decisions/0004). Keys are random, so writing each with
 * its webhook would dirty a page of its own for every one; gathered and sorted, many share a page. Nothing is lost with the process:
 * the keys of all webhooks that are not in the tables are computed again from the webhooks.
 *
 * <p>Only the writer uses it.
 */
final class RecentKeys {
    private final int mostRecent;
    private Generation recent = new Generation(0);
    private Generation merging = new Generation(0);

    /** Keys that were gathered together, with the latest webhook of each. */
    private static final class Generation {
        final TreeMap<Long, Long> bytes = new TreeMap<>();
        final TreeMap<DedupeKeys, Long> ids = new TreeMap<>();
        long lastSeq;

        Generation(long lastSeq) {
            this.lastSeq = lastSeq;
        }

        boolean isEmpty() {
            return bytes.isEmpty() && ids.isEmpty();
        }

        boolean knowsId(long id) {
            DedupeKeys next = ids.ceilingKey(new DedupeKeys(Long.MIN_VALUE, id));
            return next != null && next.id() == id;
        }
    }

    /**
     * No keys yet.
     *
     * @param mostRecent how many are gathered before they are merged
     */
    RecentKeys(int mostRecent) {
        this.mostRecent = mostRecent;
    }

    /** Forgets everything and computes the keys that are not in the tables. */
    void read(Handle handle, Names names) {
        long merged = SeenTables.mergedSeq(handle);
        recent = new Generation(merged);
        merging = new Generation(merged);
        handle.createQuery("SELECT seq, source, digest, delivery_id FROM webhook WHERE seq > ? ORDER BY seq")
                .bind(0, merged)
                .map((row, context) -> {
                    Optional<String> id = Optional.ofNullable(row.getString(4));
                    DedupeKeys keys = DedupeKeys.of(names.name(row.getInt(2)), row.getBytes(3), id);
                    add(keys, id.isPresent(), row.getLong(1));
                    return true;
                })
                .list();
    }

    Optional<Long> byBytes(long bytes) {
        return Optional.ofNullable(recent.bytes.getOrDefault(bytes, merging.bytes.get(bytes)));
    }

    Optional<Long> byIdAndBytes(DedupeKeys keys) {
        return Optional.ofNullable(recent.ids.getOrDefault(keys, merging.ids.get(keys)));
    }

    boolean knowsId(long id) {
        return recent.knowsId(id) || merging.knowsId(id);
    }

    void add(DedupeKeys keys, boolean hasId, long seq) {
        recent.bytes.put(keys.bytes(), seq);
        if (hasId) {
            recent.ids.put(keys, seq);
        }
        recent.lastSeq = seq;
    }

    /** Forgets a webhook that retention removes. */
    void remove(DedupeKeys keys, long seq) {
        recent.bytes.remove(keys.bytes(), seq);
        recent.ids.remove(keys, seq);
        merging.bytes.remove(keys.bytes(), seq);
        merging.ids.remove(keys, seq);
    }

    /** Whether a merge has begun; {@link #nextBytes} and {@link #nextId} hand out what is left of it, in order. */
    boolean isMerging() {
        return !merging.isEmpty();
    }

    /** Whether so many have gathered that a merge should begin. */
    boolean isFull() {
        return recent.bytes.size() >= mostRecent;
    }

    /** Begins a merge of all that has gathered; the one before has to be finished. */
    void beginMerge() {
        merging = recent;
        recent = new Generation(merging.lastSeq);
    }

    Optional<Map.Entry<Long, Long>> nextBytes() {
        return Optional.ofNullable(merging.bytes.pollFirstEntry());
    }

    Optional<Map.Entry<DedupeKeys, Long>> nextId() {
        return Optional.ofNullable(merging.ids.pollFirstEntry());
    }

    /** The number of the last webhook whose keys the merge hands out. */
    long lastMerging() {
        return merging.lastSeq;
    }
}
