package io.siembridge.app.spool;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** The numbers that stand for sources, vendors, labels and destinations in rows. They come from the configuration, so they are few. */
final class Names {
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    static Names load(Handle handle) {
        Names loaded = new Names();
        handle.createQuery("SELECT id, name FROM name")
                .map((row, context) -> Map.entry(row.getString("name"), row.getInt("id")))
                .forEach(entry -> loaded.add(entry.getKey(), entry.getValue()));
        return loaded;
    }

    Optional<Integer> number(String name) {
        return Optional.ofNullable(numbers.get(name));
    }

    /** The number, or one that no row has. */
    int numberOrNone(String name) {
        return numbers.getOrDefault(name, -1);
    }

    Set<String> all() {
        return Set.copyOf(numbers.keySet());
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
        int number = names.size() + 1;
        add(name, number);
        return number;
    }

    /** Takes back the latest name, whose transaction failed. */
    void remove(String name) {
        Integer number = numbers.remove(name);
        if (number != null) {
            names.remove(number);
        }
    }

    private void add(String name, int number) {
        names.put(number, name);
        numbers.put(name, number);
    }
}
