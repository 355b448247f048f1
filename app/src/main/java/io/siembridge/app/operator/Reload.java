package io.siembridge.app.operator;

import io.siembridge.app.config.ConfigException;
import java.util.List;

/**
 * What came of reading the configuration file again.
 *
 * @param changes what is different now, one sentence each
 * @param needsRestart sections that differ in the file and cannot be changed while running; they stay as they were
 * @param notes what is no fault and yet should not stay as it is
 */
public record Reload(List<String> changes, List<String> needsRestart, List<String> notes) {
    public Reload {
        changes = List.copyOf(changes);
        needsRestart = List.copyOf(needsRestart);
        notes = List.copyOf(notes);
    }

    /** In one line. */
    public String summary() {
        String changed = changes.isEmpty() ? "nothing changed" : String.join(", ", changes);
        return needsRestart.isEmpty() ? changed : changed + "; needs a restart: " + String.join(", ", needsRestart);
    }

    /** Reads the file and applies it. */
    @FunctionalInterface
    public interface Action {
        /** @throws ConfigException when the file has faults; then nothing has changed */
        Reload run() throws ConfigException;
    }
}
