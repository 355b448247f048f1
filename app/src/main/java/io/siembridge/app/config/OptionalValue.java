package io.siembridge.app.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A value that may be absent. */
record OptionalValue<T>(ValueType<T> type) implements ValueType<Optional<T>> {
    @Override
    public Optional<T> read(ConfigNode node, Problems problems) {
        return Optional.of(type.read(node, problems));
    }

    @Override
    public Optional<T> placeholder() {
        return Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        return type.schema();
    }
}
