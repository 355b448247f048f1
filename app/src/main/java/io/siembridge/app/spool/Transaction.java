package io.siembridge.app.spool;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What the commands of one commit share: the connection, and everything that must not be seen outside before the commit or must be
 * forgotten with a rollback.
 */
final class Transaction {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    /** Stands in the ledger for what does not happen per destination. */
    static final int NO_DESTINATION = 0;

    private record LedgerKey(int source, int destination, Measure measure) {}

    private final WriteSession session;
    private final Memory memory;
    private final Instant now;
    private final Map<Integer, Tally> changes = new HashMap<>();
    private final Map<LedgerKey, Long> counts = new HashMap<>();
    private final Map<String, Map<Measure, Long>> taken;
    private final List<Runnable> effects = new ArrayList<>();
    private final Set<String> due = new LinkedHashSet<>();
    private long lastSeq;

    Transaction(WriteSession session, Memory memory, Instant now) {
        this.session = session;
        this.memory = memory;
        this.now = now;
        this.lastSeq = memory.lastSeq();
        this.taken = memory.books().takeUnwritten();
    }

    Handle handle() {
        return session.handle();
    }

    WriteSession session() {
        return session;
    }

    Names names() {
        return memory.names();
    }

    RecentKeys recentKeys() {
        return memory.recentKeys();
    }

    Instant now() {
        return now;
    }

    long nextSeq() {
        lastSeq++;
        return lastSeq;
    }

    /** The number of a name, which is new perhaps. */
    int number(String name) {
        return memory.names().number(name).orElseGet(() -> {
            int number = memory.names().add(name);
            handle().execute("INSERT INTO name (id, name) VALUES (?, ?)", number, name);
            return number;
        });
    }

    /** Books deliveries that are owed from now on, and waiting. */
    void owed(int destination, long count) {
        change(destination, Tally.NOTHING.accepted(count));
    }

    /** Books deliveries that went from one state to another, with the ledger's word for it if it has one. */
    void moved(int source, int destination, DeliveryState from, DeliveryState to) {
        change(destination, Tally.NOTHING.moved(from, to, 1));
        Measure measure = switch (to) {
            case WAITING -> Measure.REPLAYED;
            case DELIVERED -> Measure.DELIVERED;
            case DEAD -> Measure.DEAD;
            case DISCARDED -> Measure.DISCARDED;
        };
        count(source, destination, measure, 1);
    }

    void removed(int destination, DeliveryState state, long count) {
        change(destination, Tally.NOTHING.removed(state, count));
    }

    void count(int source, Measure measure) {
        count(source, NO_DESTINATION, measure, 1);
    }

    void count(int source, int destination, Measure measure, long count) {
        counts.merge(new LedgerKey(source, destination, measure), count, Long::sum);
    }

    private void change(int destination, Tally change) {
        changes.merge(destination, change, Tally::plus);
    }

    /** Something to do, quickly, when the commit has succeeded. */
    void afterCommit(Runnable effect) {
        effects.add(effect);
    }

    /** A delivery of a webhook stored earlier that may be claimed after this commit. */
    void becameDue(int destination, long seq) {
        String name = memory.names().name(destination);
        afterCommit(() -> memory.lanes().of(name).rewind(seq));
        due(name);
    }

    /** A destination that has work after this commit. */
    void due(String destination) {
        due.add(destination);
    }

    Set<String> dueDestinations() {
        return due;
    }

    /** Writes the books; the last step before the commit. */
    void writeBooks() throws SQLException {
        taken.forEach((source, measures) ->
                measures.forEach((measure, count) -> count(number(source), NO_DESTINATION, measure, count)));
        BookWriter writer = session.books();
        for (Map.Entry<Integer, Tally> change : changes.entrySet()) {
            writer.tally(change.getKey(), change.getValue());
        }
        long hour = now.toEpochMilli() / HOUR_MILLIS * HOUR_MILLIS;
        for (Map.Entry<LedgerKey, Long> count : counts.entrySet()) {
            LedgerKey key = count.getKey();
            writer.count(hour, key.source(), key.destination(), key.measure(), count.getValue());
        }
    }

    /** Lets everybody see what is now committed. */
    void publish() {
        memory.stored(lastSeq);
        changes.forEach(memory.books()::add);
        effects.forEach(Runnable::run);
    }

    /** Gives back what it took to write; the rest of the memory is read again. */
    void failed() {
        memory.books().giveBack(taken);
    }
}
