package io.siembridge.app.bridge;

import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.Problems.Problem;
import java.util.List;
import java.util.function.Consumer;

/** Where a running bridge reads its configuration again. */
@FunctionalInterface
public interface ConfigSource {
    /** @param notes hears of what is no fault and yet should not stay as it is */
    BridgeConfig read(Consumer<String> notes) throws ConfigException;

    /** For a bridge whose configuration stands in no file. */
    static ConfigSource none() {
        return notes -> {
            throw new ConfigException(
                    "The configuration", List.of(new Problem("", 0, "this bridge was not started from a file")));
        };
    }
}
