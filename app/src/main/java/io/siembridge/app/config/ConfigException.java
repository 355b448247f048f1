package io.siembridge.app.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with every fault in it. */
public final class ConfigException extends Exception {
    private final transient List<Problems.Problem> problems;

    public ConfigException(String file, List<Problems.Problem> problems) {
        super(file + " has " + (problems.size() == 1 ? "a fault" : problems.size() + " faults") + ":\n"
                + problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problems.Problem> problems() {
        return problems;
    }
}
