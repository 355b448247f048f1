package io.siembridge.app.spool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The numbers that stand for sources, vendors, labels and destinations in rows. They come from the configuration, so they are few. */
final class Names {
    private volatile Map<String, Integer> numbers = Map.of();
    private volatile Map<Integer, String> names = Map.of();

    void read(Handle handle) {
        Map<Integer, String> read = new HashMap<>();
        handle.createQuery("SELECT id, name FROM name")
                .map((row, context) -> read.put(row.getInt("id"), row.getString("name")))
                .list();
        replace(read);
    }

    private void replace(Map<Integer, String> all) {
        Map<String, Integer> inverse = new HashMap<>();
        all.forEach((number, name) -> inverse.put(name, number));
        names = Map.copyOf(all);
        numbers = Map.copyOf(inverse);
    }

    Optional<Integer> number(String name) {
        return Optional.ofNullable(numbers.get(name));
    }

    /** The number, or one that no row has. */
    int numberOrNone(String name) {
        return numbers.getOrDefault(name, -1);
    }

    Set<String> all() {
        return numbers.keySet();
    }

    String name(int number) {
        String name = names.get(number);
        if (name == null) {
            throw new IllegalStateException("The spool has no name numbered " + number);
        }
        return name;
    }

    /**
     * Numbers a new name; only the writer does. It is known at once, before its commit: a reader may see the rows of a commit a moment
     * before the writer has gone on.
     */
    int add(String name) {
        Map<Integer, String> more = new HashMap<>(names);
        int number = more.size() + 1;
        more.put(number, name);
        replace(more);
        return number;
    }
}
