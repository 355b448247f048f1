package io.siembridge.app.spool;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages of lists. A cursor is the key of the last row seen, so that the next page begins after it whatever happened meanwhile. */
final class Cursors {
    private static final int LARGEST_PAGE = 1000;

    private Cursors() {}

    static int size(int limit) {
        return Math.max(1, Math.min(limit, LARGEST_PAGE));
    }

    /** The key in a cursor; one that is none stands before everything. */
    static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** A page of what was found by asking for one row more than fits. */
    static <T> Page<T> page(List<T> found, int size, Function<T, String> key) {
        if (found.size() <= size) {
            return new Page<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, size);
        return new Page<>(items, Optional.of(key.apply(items.get(size - 1))));
    }
}
