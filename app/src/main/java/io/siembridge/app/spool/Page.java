package io.siembridge.app.spool;

import java.util.List;
import java.util.Optional;

/**
 * A part of a longer list.
 *
 * @param next cursor for the part after it; empty at the end
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
