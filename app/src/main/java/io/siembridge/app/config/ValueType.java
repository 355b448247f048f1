package io.siembridge.app.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A kind of value: how it is read from the file and how a JSON Schema describes it.
 *
 * @param <T> what it is read to
 */
public interface ValueType<T> {
    /**
     * The value at a place. A fault is added to the problems, and {@link #placeholder()} returned so that reading goes
     * on.
     */
    T read(ConfigNode node, Problems problems);

    /** Stands for a value that could not be read; never used, because a configuration with problems is refused. */
    T placeholder();

    /** A new JSON Schema fragment. */
    ObjectNode schema();
}
