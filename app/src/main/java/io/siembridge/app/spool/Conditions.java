package io.siembridge.app.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** The conditions of a list's filter, joined with AND, and their values, which are always bound. */
final class Conditions {
    private final List<String> texts = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    Conditions and(String text) {
        return and(text, List.of());
    }

    Conditions and(String text, List<?> bound) {
        texts.add(text);
        values.addAll(bound);
        return this;
    }

    /** Adds the condition if there is a value for it. */
    Conditions and(String text, Optional<?> bound) {
        return bound.isPresent() ? and(text, List.of(bound.get())) : this;
    }

    List<Object> values() {
        return values;
    }

    Query bind(Query query) {
        for (int i = 0; i < values.size(); i++) {
            query.bind(i, values.get(i));
        }
        return query;
    }

    @Override
    public String toString() {
        return texts.isEmpty() ? "TRUE" : String.join(" AND ", texts);
    }
}
