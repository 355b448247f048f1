package io.siembridge.app.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Every fault of a configuration, collected so that an operator mends them all in one go. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final List<String> secretsWrittenOut = new ArrayList<>();

    /** Notes a fault. The message says what is wrong and what to write instead; it never shows a secret. */
    public void add(ConfigNode node, String message) {
        add(node.path(), node.line(), message);
    }

    /**
     * Notes a fault at a place that is not in the file.
     *
     * @param line 1-based, 0 when the fault has no line of its own
     */
    public void add(String path, int line, String message) {
        Problem problem = new Problem(path, line, message);
        // A key that is read twice is at fault once.
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    /** Whether a fault is known at a place or below it. */
    boolean isFaulty(String path) {
        return found.stream()
                .anyMatch(problem -> problem.path().equals(path)
                        || problem.path().startsWith(path + ".")
                        || problem.path().startsWith(path + "["));
    }

    /** Notes that a secret stands in the file itself: no fault, as long as nobody else can read it. */
    void secretWrittenOut(ConfigNode node) {
        secretsWrittenOut.add(node.path());
    }

    /** Paths of secrets that stand in the file itself. */
    List<String> secretsWrittenOut() {
        return Collections.unmodifiableList(secretsWrittenOut);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Problem> all() {
        return Collections.unmodifiableList(found);
    }

    /** One fault: where in the file, and what to do about it. */
    public record Problem(String path, int line, String message) {
        @Override
        public String toString() {
            return (line > 0 ? "line " + line + ", " : "") + (path.isEmpty() ? "" : path + ": ") + message;
        }
    }
}
