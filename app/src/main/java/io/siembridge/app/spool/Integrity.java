package io.siembridge.app.spool;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Reads the whole spool and says what is wrong with it: first the file, then whether the books agree with the rows. */
final class Integrity {
    private final Names names;

    Integrity(Names names) {
        this.names = names;
    }

    List<String> check(Handle handle) {
        return handle.inTransaction(snapshot -> {
            List<String> problems = new ArrayList<>();
            snapshot.createQuery("PRAGMA integrity_check(20)").mapTo(String.class).list().stream()
                    .filter(line -> !line.equals("ok"))
                    .forEach(problems::add);
            snapshot.createQuery("PRAGMA foreign_key_check").mapToMap().list().stream()
                    .limit(20)
                    .forEach(row -> problems.add("a row belongs to a webhook that is not there: " + row));
            checkBooks(snapshot, problems);
            checkDeadLetters(snapshot, problems);
            return problems;
        });
    }

    private void checkBooks(Handle handle, List<String> problems) {
        Map<Integer, Map<DeliveryState, Long>> rows = new HashMap<>();
        handle.createQuery("SELECT destination, state, count(*) FROM delivery GROUP BY destination, state")
                .map((row, context) -> rows.computeIfAbsent(row.getInt(1), unused -> new EnumMap<>(DeliveryState.class))
                        .put(Rows.state(row.getInt(2)), row.getLong(3)))
                .list();
        Map<Integer, Tally> tallies = new HashMap<>();
        handle.createQuery("SELECT * FROM tally")
                .map((row, context) -> tallies.put(row.getInt("destination"), Tally.read(row)))
                .list();
        rows.keySet().forEach(destination -> tallies.putIfAbsent(destination, Tally.NOTHING));
        tallies.forEach((destination, tally) -> {
            String name = names.name(destination);
            if (tally.owed() != tally.delivered() + tally.waiting() + tally.dead() + tally.discarded()) {
                problems.add("the books of " + name + " do not close: " + tally);
            }
            for (DeliveryState state : DeliveryState.values()) {
                long counted = rows.getOrDefault(destination, Map.of()).getOrDefault(state, 0L);
                if (counted != tally.rows(state)) {
                    problems.add("the books of " + name + " say " + tally.rows(state) + " " + state + ", there are "
                            + counted);
                }
            }
        });
    }

    private static void checkDeadLetters(Handle handle, List<String> problems) {
        long astray = handle.createQuery("""
                        SELECT count(*) FROM (
                        SELECT seq, destination FROM delivery WHERE state = 2 EXCEPT SELECT seq, destination FROM dead_letter WHERE fate = 0)""").mapTo(Long.class).one();
        long orphaned = handle.createQuery("""
                        SELECT count(*) FROM (
                        SELECT seq, destination FROM dead_letter WHERE fate = 0 EXCEPT SELECT seq, destination FROM delivery WHERE state = 2)""").mapTo(Long.class).one();
        if (astray > 0) {
            problems.add(astray + " dead deliveries have no open dead letter");
        }
        if (orphaned > 0) {
            problems.add(orphaned + " open dead letters belong to deliveries that are not dead");
        }
    }
}
