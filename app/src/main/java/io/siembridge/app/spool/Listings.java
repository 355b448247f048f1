package io.siembridge.app.spool;

import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.WebhookDetail.DeliveryDetail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Lists webhooks and shows one with everything that happened to it. */
final class Listings {
    /** Bodies of this much together end a page of whole webhooks early. */
    private static final long PAGE_BYTES = 16L << 20;
    /** Up to this many deliveries in a state are looked up by it; of more, the newest webhooks are sure to have some. */
    private static final long FEW = 10_000;

    private final Names names;
    private final Books books;
    private final SteadyClock steady;
    private final Rows rows;

    private record Listed(Position position, WebhookSummary summary) {}

    Listings(Memory memory, SteadyClock steady) {
        this.names = memory.names();
        this.books = memory.books();
        this.steady = steady;
        this.rows = new Rows(names);
    }

    /** Newest first, by the time of receipt and then by the order of acceptance; a cursor is both. */
    Page<WebhookSummary> list(Handle handle, WebhookFilter filter, Optional<String> cursor, int limit) {
        Conditions conditions = new Conditions()
                .and("w.source = ?", filter.source().map(names::numberOrNone))
                .and("w.received >= ?", filter.since().map(Instant::toEpochMilli))
                .and("w.received < ?", filter.until().map(Instant::toEpochMilli));
        cursor.map(Position::parse)
                .ifPresent(last -> conditions
                        .and("w.received <= ?", List.of(last.received()))
                        .and("(w.received < ? OR w.seq < ?)", List.of(last.received(), last.seq())));
        filter.deliveryId().ifPresent(id -> withDeliveryId(conditions, id));
        withState(conditions, filter);
        int size = Cursors.size(limit);
        List<Listed> found = conditions
                .bind(handle.createQuery("SELECT w.* FROM webhook w WHERE " + conditions
                        + " ORDER BY w.received DESC, w.seq DESC LIMIT " + (size + 1)))
                .map((row, context) -> listed(row))
                .list();
        Map<Long, Map<String, DeliveryState>> states = states(handle, found);
        Page<Listed> page =
                Cursors.page(found, size, listed -> listed.position().toString());
        return new Page<>(
                page.items().stream()
                        .map(listed -> with(
                                listed.summary(),
                                states.getOrDefault(listed.position().seq(), Map.of())))
                        .toList(),
                page.next());
    }

    /** Through the dedupe keys, which are an index of delivery ids; the latest webhooks are not in it yet. */
    private void withDeliveryId(Conditions conditions, String id) {
        List<Long> keys =
                names.all().stream().map(source -> DedupeKeys.idKey(source, id)).toList();
        conditions
                .and(
                        "w.seq IN (SELECT seq FROM seen_id WHERE id_key IN (SELECT value FROM json_each(?))"
                                + " UNION SELECT seq FROM webhook WHERE delivery_id = ?"
                                + " AND seq > coalesce((SELECT value FROM note WHERE key = ?), 0))",
                        List.of(StoredJson.numbers(keys), id, SeenTables.MERGED))
                .and("w.delivery_id = ?", List.of(id));
    }

    private void withState(Conditions conditions, WebhookFilter filter) {
        Optional<Integer> destination = filter.destination().map(names::numberOrNone);
        if (filter.state().isEmpty() && destination.isEmpty()) {
            return;
        }
        // The state stands in the text, so that SQLite sees that an index for this state alone can be used.
        Conditions delivery = new Conditions().and("d.destination = ?", destination);
        filter.state().ifPresent(state -> delivery.and("d.state = " + Rows.code(state)));
        boolean few = filter.state()
                .filter(state -> state != DeliveryState.DELIVERED)
                .map(state -> books.count(state, destination) <= FEW)
                .orElse(false);
        conditions.and(
                few
                        ? "w.seq IN (SELECT d.seq FROM delivery d WHERE " + delivery + ")"
                        : "EXISTS (SELECT 1 FROM delivery d WHERE d.seq = w.seq AND " + delivery + ")",
                delivery.values());
    }

    private Listed listed(ResultSet row) throws SQLException {
        WebhookSummary summary = new WebhookSummary(
                row.getString("receipt"),
                names.name(row.getInt("source")),
                names.name(row.getInt("vendor")),
                Instant.ofEpochMilli(row.getLong("received")),
                row.getLong("bytes"),
                names.name(row.getInt("label")),
                Optional.ofNullable(row.getString("delivery_id")),
                Map.of());
        return new Listed(new Position(row.getLong("received"), row.getLong("seq")), summary);
    }

    private static WebhookSummary with(WebhookSummary summary, Map<String, DeliveryState> deliveries) {
        return new WebhookSummary(
                summary.webhook(),
                summary.source(),
                summary.vendor(),
                summary.received(),
                summary.bytes(),
                summary.label(),
                summary.deliveryId(),
                deliveries);
    }

    private Map<Long, Map<String, DeliveryState>> states(Handle handle, List<Listed> found) {
        Map<Long, Map<String, DeliveryState>> states = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT seq, destination, state FROM delivery WHERE seq IN (SELECT value FROM json_each(?))""")
                .bind(
                        0,
                        StoredJson.numbers(found.stream()
                                .map(listed -> listed.position().seq())
                                .toList()))
                .map((row, context) -> {
                    states.computeIfAbsent(row.getLong(1), unused -> new TreeMap<>())
                            .put(names.name(row.getInt(2)), Rows.state(row.getInt(3)));
                    return true;
                })
                .list();
        return states;
    }

    /** Webhooks in the order they were accepted. The cursor of a page that holds any is that of its last. */
    Page<StoredWebhook> after(Handle handle, Optional<String> cursor, int limit) {
        long from = cursor.map(Cursors::number).orElse(0L);
        List<long[]> next = handle.createQuery("SELECT seq, bytes FROM webhook WHERE seq > ? ORDER BY seq LIMIT ?")
                .bind(0, from)
                .bind(1, Cursors.size(limit))
                .map((row, context) -> new long[] {row.getLong(1), row.getLong(2)})
                .list();
        List<Long> seqs = new ArrayList<>();
        long bytes = 0;
        for (long[] webhook : next) {
            bytes += webhook[1];
            if (!seqs.isEmpty() && bytes > PAGE_BYTES) {
                break;
            }
            seqs.add(webhook[0]);
        }
        List<StoredWebhook> items = handle.createQuery("""
                        SELECT w.*, b.bytes AS body FROM webhook w JOIN body b ON b.seq = w.seq
                        WHERE w.seq > ? AND w.seq <= ? ORDER BY w.seq""")
                .bind(0, from)
                .bind(1, seqs.isEmpty() ? from : seqs.get(seqs.size() - 1))
                .map((row, context) -> rows.webhook(row))
                .list();
        return new Page<>(
                items, seqs.isEmpty() ? Optional.empty() : Optional.of(Long.toString(seqs.get(seqs.size() - 1))));
    }

    Optional<String> latest(Handle handle) {
        return handle.createQuery("SELECT max(seq) FROM webhook")
                .mapTo(Long.class)
                .findOne()
                .map(seq -> Long.toString(seq));
    }

    Optional<WebhookDetail> detail(Handle handle, String receipt) {
        Optional<Map.Entry<Long, WebhookDetail>> found = handle.createQuery("""
                        SELECT w.*, b.bytes AS body FROM webhook w JOIN body b ON b.seq = w.seq WHERE w.receipt = ?""")
                .bind(0, receipt)
                .map((row, context) -> Map.entry(
                        row.getLong("seq"),
                        new WebhookDetail(
                                rows.webhook(row), Optional.ofNullable(row.getString("delivery_id")), List.of())))
                .findOne();
        return found.map(entry -> new WebhookDetail(
                entry.getValue().webhook(), entry.getValue().deliveryId(), deliveries(handle, entry.getKey())));
    }

    private List<DeliveryDetail> deliveries(Handle handle, long seq) {
        Map<Integer, List<Attempt>> failed = new LinkedHashMap<>();
        handle.createQuery("SELECT * FROM attempt WHERE seq = ? ORDER BY destination, number")
                .bind(0, seq)
                .map((row, context) -> {
                    failed.computeIfAbsent(row.getInt("destination"), unused -> new ArrayList<>())
                            .add(attempt(row));
                    return true;
                })
                .list();
        return handle.createQuery("SELECT * FROM delivery WHERE seq = ? ORDER BY destination")
                .bind(0, seq)
                .map((row, context) -> delivery(row, failed.getOrDefault(row.getInt("destination"), List.of())))
                .list();
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                Instant.ofEpochMilli(row.getLong("started")),
                micros(row.getLong("took")),
                row.getInt("events"),
                row.getString("outcome"),
                row.getString("detail"),
                Optional.ofNullable(row.getString("excerpt")));
    }

    private DeliveryDetail delivery(ResultSet row, List<Attempt> failed) throws SQLException {
        DeliveryState state = Rows.state(row.getInt("state"));
        long due = row.getLong("due");
        Instant since = Instant.ofEpochMilli(row.getLong("since"));
        List<Attempt> tries = new ArrayList<>(failed);
        if (state == DeliveryState.DELIVERED) {
            tries.add(success(since, micros(row.getLong("took")), row.getInt("events")));
        }
        boolean waits = state == DeliveryState.WAITING;
        return new DeliveryDetail(
                names.name(row.getInt("destination")),
                state,
                row.getInt("attempts"),
                waits ? Optional.of(due == 0 ? since : Instant.ofEpochMilli(steady.toWall(due))) : Optional.empty(),
                waits ? Optional.empty() : Optional.of(since),
                tries);
    }

    /** The attempt that succeeded has no row of its own; there is one for nearly every delivery. */
    private static Attempt success(Instant settled, Duration took, int events) {
        return new Attempt(settled.minus(took), took, events, "accepted", "accepted", Optional.empty());
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1000);
    }
}
