package io.siembridge.app.config;

import java.util.Optional;

/**
 * A key of a section: its name, its type, and what it is when the file does not say.
 *
 * @param documentation one sentence for the JSON Schema and the reference
 * @param fallback the value when absent; empty if the key must be given
 * @param shownDefault the default as a person would write it; empty if there is none to show
 */
public record Key<T>(
        String name, String documentation, ValueType<T> type, Optional<T> fallback, Optional<String> shownDefault) {
    public static <T> Key<T> required(String name, ValueType<T> type, String documentation) {
        return new Key<>(name, documentation, type, Optional.empty(), Optional.empty());
    }

    /** A key with a default, written as it would be in the file. */
    public static <T> Key<T> withDefault(String name, ValueType<T> type, String written, String documentation) {
        Problems problems = new Problems();
        T value = type.read(ConfigNode.text(name, 0, written), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Default of " + name + ": " + problems.all());
        }
        return new Key<>(name, documentation, type, Optional.of(value), Optional.of(written));
    }

    /** A key whose absence has a meaning of its own. */
    public static <T> Key<Optional<T>> optional(String name, ValueType<T> type, String documentation) {
        return new Key<>(
                name, documentation, new OptionalValue<>(type), Optional.of(Optional.empty()), Optional.empty());
    }

    /** A key with a default that is not text, such as an empty list. */
    public static <T> Key<T> orElse(String name, ValueType<T> type, T fallback, String documentation) {
        return new Key<>(name, documentation, type, Optional.of(fallback), Optional.empty());
    }
}
